// Networks of TF.js as UpscalerJS publishes them, run by tfjs on the processor.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

/// The two layers that UpscalerJS adds to Keras (packages/shared/src/esrgan): sub-pixel shuffles and a number.
function addLayers(tf, factor) {
  const first = (inputs) => (Array.isArray(inputs) ? inputs[0] : inputs);
  class MultiplyBeta extends tf.layers.Layer {
    call(inputs) { return tf.mul(first(inputs), 0.2); }
    static get className() { return 'MultiplyBeta'; }
  }
  class Shuffle extends tf.layers.Layer {
    computeOutputShape(shape) { return [shape[0], shape[1], shape[2], 3]; }
    call(inputs) { return tf.depthToSpace(first(inputs), factor, 'NHWC'); }
    static get className() { return `PixelShuffle${factor}x`; }
  }
  tf.serialization.registerClass(MultiplyBeta);
  tf.serialization.registerClass(Shuffle);
}

/// A function from [batch, channels, height, width] and its values to the same of the result.
async function loadKeras(tf, file, factor) {
  await tf.setBackend('cpu');
  addLayers(tf, factor);
  const { modelTopology, weightsManifest } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const parts = weightsManifest.flatMap((group) => group.paths).map((name) => fs.readFileSync(path.join(path.dirname(file), name)));
  const data = Buffer.concat(parts);
  const weightData = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
  const model = await tf.loadLayersModel({ load: async () => ({ modelTopology, weightSpecs, weightData }) });
  return async (shape, values) => {
    const input = tf.tensor4d(values, shape).transpose([0, 2, 3, 1]);
    const out = model.predict(input).transpose([0, 3, 1, 2]);
    return { shape: out.shape, values: await out.data() };
  };
}

module.exports = { loadKeras };

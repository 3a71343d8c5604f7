/** Networks over series: what they compute, what they see, and their gradients. */
import { compile, sgd, type ArrayMap } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { batchOf, trainingBatchOf, type Network } from '../network.js';
import { makeNetwork } from '../registry.js';
import { expectClose } from '../testing/plainLoops.js';
import { classifierStep, compiledRun, drawn, eagerRun } from '../testing/runs.js';
import { stepsSeen } from './tcn.js';

const B = 5;
const SIZES = { input: [20, 2], output: [3, 2] };
const SPECS = [
  'mlp:hidden=9',
  'tcn:filters=3/4,kernel=2,dropout=0.2',
  'lstm:units=5',
  'convnet:filters=3/4,hidden=6',
];
const make = (spec: string, length = 20): Network =>
  makeNetwork(spec, 'forecaster', { ...SIZES, input: [length, 2] });

describe.each(SPECS)('%s', (spec) => {
  it('answers rows, the same compiled as by tfjs, in use and in training', async () => {
    const network = make(spec);
    const parameters = drawn(network);
    for (const [fn, specs] of [
      [network.apply, batchOf(network, B)],
      [network.training.apply, trainingBatchOf(network, B)],
    ] as const) {
      const { inputs, outputs } = await compiledRun(fn, specs, parameters);
      const wanted = await eagerRun(fn, specs, inputs, parameters);
      expect(outputs.forecast).toHaveLength(B * 3 * 2);
      expectClose(outputs.forecast, Array.from(wanted.forecast));
    }
  });

  it('has the gradient of its loss, as a classifier of rows', async () => {
    const network = makeNetwork(spec, 'classifier', { input: [20, 2], classes: 3 });
    const parameters = drawn(network);
    parameters.flat.forEach((value, i, flat) => (flat[i] = value + 0.01 * Math.sin(i + 1)));
    const step = await classifierStep(network, parameters, sgd(), B);
    const start = parameters.flat.slice();
    await step.run(0);
    const gradient = parameters.specs.flatMap(({ name }) => Array.from(step.gradient(name)));
    const length = Math.hypot(...gradient);
    const at = (distance: number): Promise<number> => {
      start.forEach((value, i) => (parameters.flat[i] = value + (distance * gradient[i]) / length));
      return step.run(0);
    };
    const slope = ((await at(1e-3)) - (await at(-1e-3))) / 2e-3;
    expect(Math.abs(slope - length)).toBeLessThan(0.02 * length);
    await step.dispose();
  });
});

/** How far the forecast of each row moves when one step of the input does: [steps]. */
async function influences(network: Network): Promise<number[]> {
  const [steps, channels] = network.inputs.input.shape;
  const program = await compile(network.apply, { inputs: batchOf(network, 1), parameters: drawn(network) });
  const { inputs, outputs } = program as { inputs: ArrayMap; outputs: ArrayMap };
  const answer = async (): Promise<number[]> => {
    await program.run();
    return Array.from(outputs.forecast);
  };
  inputs.input.forEach((_, i, input) => (input[i] = Math.sin(7 * i)));
  const before = await answer();
  const moved: number[] = [];
  for (let step = 0; step < steps; step++) {
    inputs.input[step * channels] += 1;
    moved.push(Math.max(...(await answer()).map((value, i) => Math.abs(value - before[i]))));
    inputs.input[step * channels] -= 1;
  }
  await program.dispose();
  return moved;
}

describe('a TCN', () => {
  it.each([
    ['tcn:filters=16,kernel=2', 3],
    ['tcn:filters=16/16,kernel=2', 7],
    ['tcn:filters=16/16,kernel=3', 13],
    ['tcn:filters=16/16/16,kernel=2', 15],
  ])('%s sees the last %i steps, and nothing before them', async (spec, seen) => {
    const [filters, kernel] = [/filters=([\d/]+)/, /kernel=(\d+)/].map((part) => part.exec(spec)![1]);
    expect(stepsSeen(Number(kernel), filters.split('/').length)).toBe(seen);
    const moved = await influences(make(spec));
    expect(moved.slice(0, 20 - seen).every((change) => change === 0)).toBe(true);
    expect(moved.slice(20 - seen).every((change) => change > 0)).toBe(true);
  });

  it('reads rows alone', () => {
    expect(() => makeNetwork('tcn', 'classifier', { input: [8, 8, 1], classes: 2 })).toThrow(
      /tcn.*rows \[length, channels\]/,
    );
  });
});

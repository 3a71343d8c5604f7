/** The LSTM and the Transformer that agents see by: their gradients, that they know what stands where, and what they refuse. */
import { compile, sgd, trainStep, type ArrayMap, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { batchOf, numLearned, type Network } from '../network.js';
import { makeNetwork } from '../registry.js';
import { expectGradients } from '../testing/gradients.js';
import { expectClose } from '../testing/plainLoops.js';
import { drawn, eagerRun } from '../testing/runs.js';

const B = 2;
const A = 3;
const SPECS = ['lstm:units=5', 'transformer:width=8,heads=2', 'transformer:width=8,layers=2,places=cells'];
const SHAPES = [
  [4, 3],
  [3, 4, 2],
];
const CASES = SPECS.flatMap((spec) => SHAPES.map((shape) => [spec, shape] as const));
const make = (spec: string, shape: readonly number[]): Network =>
  makeNetwork(spec, 'actor-critic', { input: [...shape], actions: A });

const fill = ({ observation }: ArrayMap): void =>
  observation.forEach((_, i) => (observation[i] = Math.sin(3 * i + 1)));

describe.each(CASES)('%s over %j', (spec, shape) => {
  it('computes the same compiled as by tfjs, and has the gradient of what it computes', async () => {
    const network = make(spec, shape);
    const parameters = drawn(network);
    // The last layers begin too small for the others to count.
    for (const name of ['policy.weight', 'value.weight'])
      parameters.view(name).forEach((value, i, view) => (view[i] = value + Math.cos(i)));
    const inputs = batchOf(network, B);
    const program = await compile(network.apply, { inputs, parameters });
    fill(program.inputs);
    await program.run();
    const wanted = await eagerRun(network.apply, inputs, program.inputs, parameters);
    for (const name of ['policy', 'value']) expectClose(program.outputs[name], Array.from(wanted[name]));
    await program.dispose();
    const loss = (given: TensorMap, values: TensorMap) => {
      const { policy, value } = network.apply(given, values);
      return { loss: tf.add(tf.mean(tf.square(tf.sub(policy, 1))), tf.mean(tf.square(value))) as tf.Scalar };
    };
    const step = await trainStep(loss, { inputs, parameters, optimiser: sgd() });
    fill(step.inputs);
    await expectGradients(step, parameters);
    await step.dispose();
  });

  it('tells rows that have changed places from each other', async () => {
    const network = make(spec, shape);
    const program = await compile(network.apply, { inputs: batchOf(network, 1), parameters: drawn(network) });
    const { observation } = program.inputs as { observation: Float32Array };
    const answer = async (): Promise<number> => {
      await program.run();
      return (program.outputs.value as Float32Array)[0];
    };
    fill(program.inputs);
    const before = await answer();
    const row = observation.length / shape[0];
    const first = observation.slice(0, row);
    observation.copyWithin(0, row, 2 * row);
    observation.set(first, row);
    expect(Math.abs((await answer()) - before)).toBeGreaterThan(1e-3);
    await program.dispose();
  });
});

describe('a Transformer over a picture', () => {
  it('has a vector for each of its places', () => {
    const learned = (places: string): number =>
      numLearned(make(`transformer:width=8,places=${places}`, [3, 4, 2]));
    // Rows read 4 · 2 values into 8 and are 3, cells read 2 and are 12.
    expect(learned('rows') - learned('cells')).toBe((8 - 2) * 8 + (3 - 12) * 8);
  });

  it.each([
    ['transformer:width=6,heads=2', [4, 3], '2 heads of an even length do not make up a width of 6'],
    [
      'transformer',
      [4],
      'transformer reads rows [length, channels] or pictures [height, width, planes], got [4]',
    ],
    ['lstm', [4], 'lstm reads rows [length, channels] or pictures [height, width, planes], got [4]'],
  ] as const)('%s refuses %j', (spec, shape, said) => {
    expect(() => make(spec, shape)).toThrow(said);
  });
});

/** Every network of the registry can be looked into: its units are the sums that they are shown as, its slopes are what moves them. */
import { RandomStream } from '@agon/core';
import { compile, Inside, UnitSlopes, type Subject } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { batchOf, type Network } from './network.js';
import { listNetworks, makeAnyNetwork, makeQNetwork } from './registry.js';
import { drawn } from './testing/runs.js';

/** Small forms of those that are large by their papers. */
const SMALL: Readonly<Record<string, string>> = {
  alexnet: 'alexnet:width=0.02,towers=2',
  inception: 'inception:width=0.03,blocks=1/1/1',
  resnet: 'resnet:depth=14,width=0.25',
  vgg: 'vgg:width=0.05',
  'residual-tower': 'residual-tower:blocks=2,channels=6,pooling=3,policyHead=points,territory=true',
  lenet: 'lenet:activation=scaled-tanh,pool=subsample,connections=table',
  convnet: 'convnet:filters=4/6,norm=group',
};
const INPUTS: Readonly<Record<string, readonly number[]>> = { 'actor-critic-nature': [84, 84, 4], 'nature-cnn': [84, 84, 4], lstm: [12, 2], tcn: [12, 2] }; // prettier-ignore
const inputFor = (kind: string): readonly number[] => {
  if (kind === 'forecaster') return [12, 2];
  return kind === 'classifier' ? [32, 32, 3] : [10, 10, 4];
};

const subjectOf = (network: Network): Subject => {
  const parameters = drawn(network);
  const rng = new RandomStream('weights');
  // Nothing begins at 0, so that every layer counts.
  for (const { name, isStatistic } of network.parameters)
    if (!isStatistic)
      parameters.view(name).forEach((value, i, all) => (all[i] = value + 0.1 * (rng.uniform() - 0.5)));
  const inputs = batchOf(network, 1);
  return { fn: network.apply, inputs, parameters, input: Object.keys(inputs)[0] };
};

const CASES = listNetworks().flatMap(({ id, kinds }) =>
  // What is set of a network that reads pictures is not of its namesake that reads texts.
  kinds.map((kind) => [(kind === 'text-classifier' ? undefined : SMALL[id]) ?? id, kind, id] as const),
);

describe.each(CASES)('%s as %s', (spec, kind, id) => {
  const network = makeAnyNetwork(
    spec,
    { input: INPUTS[id] ?? inputFor(kind), output: [4, 2], length: 6, vocabulary: 7, sourceLength: 6, targetLength: 5, sourceVocabulary: 7, targetVocabulary: 4, actions: kind.startsWith('policy') ? 101 : 6, classes: 5 }, // prettier-ignore
    kind,
  );
  const subject = subjectOf(network);

  it('has a layer for each of its weights, whose units are the sums of their terms, and ends in its results', async () => {
    const inside = await Inside.of(subject);
    const program = await compile(network.apply, subject);
    const rng = new RandomStream('input');
    const input = inside.inputs[subject.input];
    for (let i = 0; i < input.length; i++) input[i] = rng.uniform();
    program.inputs[subject.input].set(input);
    await inside.run();
    await program.run();
    let told = 0;
    inside.layers.forEach(({ name, shape }, layer) => {
      const size = shape.reduce((all, length) => all * length, 1);
      for (const unit of [0, size - 1, rng.int(size)]) {
        const { terms, values } = inside.sumOf(layer, unit);
        expect(values.at(-1)).toBe(inside.values(layer)[unit]);
        if (!terms) continue;
        told++;
        const sum = terms.reduce((total, { value, weight }) => total + value * weight, 0);
        const scale = terms.reduce((total, { value, weight }) => total + Math.abs(value * weight), 1e-3);
        expect(Math.abs(values[0] - sum) / scale, `${name} ${unit}`).toBeLessThan(1e-5);
      }
    });
    expect(told).toBeGreaterThanOrEqual(3);
    // What a language model carries on need not be a layer's result: a window's are the tokens themselves.
    for (const name of Object.keys(network.outputs).filter((each) => each !== 'nextState')) {
      const layer = inside.layers.findIndex(({ outputs }) => outputs.includes(name));
      const found = Array.from(inside.values(layer));
      const wanted = Array.from(program.outputs[name]);
      found.forEach((value, i) => expect(value, name).toBeCloseTo(wanted[i], 5));
    }
    const named = inside.layers.map(({ weights }) => weights);
    const weights = network.parameters.filter(({ name }) => name.endsWith('.weight')).map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(weights));
    expect(new Set(inside.layers.map(({ name }) => name)).size).toBe(inside.layers.length);
    await program.dispose();
    await inside.dispose();
  });

  // Nothing lies between two tokens.
  if (subject.inputs[subject.input].dtype === 'int32') return;

  it('has slopes that are what the input moves', async () => {
    const inside = await Inside.of(subject);
    const rng = new RandomStream('slopes');
    const input = inside.inputs[subject.input] as Float32Array;
    const at = Array.from(input, () => rng.uniform());
    const last = inside.layers.length - 1;
    let checked = 0;
    const pool = inside.layers.findIndex(({ steps }) => steps[0]?.kernel === 'MaxPool');
    for (const layer of new Set([last >> 1, last, pool > 0 ? pool : last])) {
      const slopes = await UnitSlopes.of(subject, layer);
      const { shape, sum, name } = inside.layers[layer];
      const unit = rng.int(shape.reduce((all, length) => all * length, 1));
      slopes.inputs[subject.input].set(at);
      const { slope } = await slopes.run(unit);
      // Along the slope itself a step is worth its squared length.
      const length = Math.hypot(...slope);
      if (length > 0) {
        checked++;
        const step = 1e-3;
        const moved = async (direction: number): Promise<number> => {
          for (let i = 0; i < input.length; i++) input[i] = at[i] + (direction * step * slope[i]) / length;
          await inside.run();
          return inside.values(layer, sum)[unit];
        };
        const difference = ((await moved(1)) - (await moved(-1))) / (2 * step);
        expect(difference / length, name).toBeGreaterThan(0.9);
        expect(difference / length, name).toBeLessThan(1.1);
      }
      await slopes.dispose();
    }
    expect(checked).toBeGreaterThan(0);
    await inside.dispose();
  });
});

describe('a head of the value family', () => {
  it('shows what a value is made of: the state’s and the advantage', async () => {
    const network = makeQNetwork('mlp:hidden=8', { input: [5], actions: 3 }, { dueling: true });
    const subject = {
      fn: ({ observation }: Parameters<Subject['fn']>[0], values: Parameters<Subject['fn']>[1]) => ({
        q: network.apply({ observation }, values).outputs,
      }),
      inputs: { observation: { shape: [1, 5] } },
      parameters: drawn(network),
      input: 'observation',
    };
    const inside = await Inside.of(subject);
    expect(inside.layers.map(({ name }) => name)).toEqual([
      'observation',
      'advantage-hidden0',
      'advantage',
      'value-hidden0',
      'value',
    ]);
    expect(inside.layers[2].outputs).toEqual(['q']);
    await inside.dispose();
  });
});

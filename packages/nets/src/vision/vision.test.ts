/** The vision networks in small forms: what they compute, as classifiers and as what agents look with. */
import { adam, Parameters, sgd } from '@agon/engine';
import { RandomStream } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, trainingBatchOf } from '../network.js';
import { listNetworks, makeAnyNetwork, makeNetwork, makeQNetwork } from '../registry.js';
import { dense, expectClose } from '../testing/plainLoops.js';
import { convolve, pool } from '../testing/plainWindows.js';
import { classifierStep, compiledRun, drawn, eagerRun } from '../testing/runs.js';

/** Every network in a narrow form, with what differs in training. */
const SMALL = [
  'softmax',
  'mlp:hidden=9/8,layerNorm=true',
  'lenet:width=0.3',
  'lenet:activation=scaled-tanh,pool=subsample,connections=table',
  'convnet:filters=4/6,norm=batch,dropout=0.2,hidden=8',
  'convnet:filters=4/6,pool=stride,norm=group,top=average,hidden=0',
  'convnet:filters=4/4,pool=none,dilation=2,hidden=8',
  'alexnet:width=0.02',
  'alexnet:width=0.02,towers=2',
  'alexnet:width=0.02,towers=2,middle=1,activation=tanh',
  'convnet:filters=3/4,weights=unshared,hidden=8',
  'vgg:depth=11,width=0.03,norm=batch',
  'resnet:depth=8,width=0.25',
  'resnet:depth=8,width=0.25,norm=none',
  'resnet:depth=18,width=0.07',
  'inception:width=0.04,blocks=1/1/1',
  'blocks:layers=conv3x4s2/res3x5/average/mean/dense6',
  'blocks:layers=conv3x4/max/lstm5,norm=group',
] as const;
const B = 6;
const SIZES = { input: [12, 13, 2], classes: 3 };
const make = (spec: string) => makeNetwork(spec, 'classifier', SIZES);

describe.each(SMALL)('%s', (spec) => {
  it('computes the same compiled as by tfjs, in use and in training', async () => {
    const network = make(spec);
    const parameters = drawn(network);
    for (const [fn, specs] of [
      [network.apply, batchOf(network, B)],
      [network.training.apply, trainingBatchOf(network, B)],
    ] as const) {
      const { inputs, outputs } = await compiledRun(fn, specs, parameters);
      const wanted = await eagerRun(fn, specs, inputs, parameters);
      expect(Object.keys(outputs).sort()).toEqual(Object.keys(wanted).sort());
      for (const name of Object.keys(wanted)) expectClose(outputs[name], Array.from(wanted[name]));
      expect(outputs.logits.length).toBe(B * SIZES.classes);
    }
  });

  it('has the gradient of its loss, in each parameter', async () => {
    const network = make(spec);
    const parameters = drawn(network);
    const rng = new RandomStream('off the kinks');
    // As drawn, biases of 0 put the ReLUs over empty places exactly on their kinks.
    parameters.flat.forEach((value, i, flat) => (flat[i] = value + 0.1 * rng.uniform()));
    const step = await classifierStep(network, parameters, sgd(), B);
    const start = parameters.flat.slice();
    // A run moves the statistics, which have no part in the loss.
    const lossAt = async (values: Float32Array): Promise<number> => {
      parameters.flat.set(values);
      return step.run(0);
    };
    await lossAt(start);
    const gradients = new Map(parameters.specs.map(({ name }) => [name, step.gradient(name).slice()]));
    for (const { name, isStatistic } of parameters.specs) {
      const gradient = gradients.get(name)!;
      const length = Math.sqrt(gradient.reduce((sum, each) => sum + each * each, 0));
      if (isStatistic) expect(length).toBe(0);
      if (length < 3e-2) continue;
      // Along the gradient itself the slope is its length. Longer steps may cross kinks, shorter ones are lost in rounding.
      const slopes: number[] = [];
      for (const change of [1e-3, 2e-4, 5e-5]) {
        const reach = Math.min(5e-3, change / length);
        const at = (sign: number) => {
          parameters.flat.set(start);
          parameters.view(name).forEach((value, i, view) => (view[i] = value + (sign * reach * gradient[i]) / length)); // prettier-ignore
          return lossAt(parameters.flat.slice());
        };
        slopes.push(((await at(1)) - (await at(-1))) / (2 * reach));
      }
      const errors = slopes.map((slope) => Math.abs(slope - length));
      expect(Math.min(...errors), `${name}: ${slopes.join(' or ')}, not ${length}`).toBeLessThan(0.05 * length); // prettier-ignore
    }
    await step.dispose();
  });

  it('learns one batch', async () => {
    const network = make(spec);
    const step = await classifierStep(network, drawn(network), adam(), B);
    const first = await step.run(1e-2);
    let last = first;
    for (let i = 0; i < 40; i++) last = await step.run(1e-2);
    expect(last).toBeLessThan(0.9 * first);
    await step.dispose();
  });
});

describe('a vision network', () => {
  it('reads pictures of every size', () => {
    const spec = fc.constantFrom(
      'lenet',
      'convnet',
      'convnet:pool=stride',
      'alexnet',
      'alexnet:towers=2',
      'vgg:depth=11',
      'resnet:depth=8',
      'resnet',
      'inception:blocks=1/1/1',
    );
    const side = fc.integer({ min: 1, max: 130 });
    fc.assert(
      fc.property(spec, side, side, fc.integer({ min: 1, max: 4 }), (id, height, width, planes) => {
        const input = [height, width, planes];
        const network = makeNetwork(id, 'classifier', { input, classes: 7 });
        const logits = network.parameters.find(({ name }) => name === 'logits.weight');
        expect(logits?.shape[1]).toBe(7);
        for (const { shape } of network.parameters) expect(Math.min(...shape)).toBeGreaterThan(0);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('reads rows, pictures and volumes by the axes of its input', () => {
    const shapes = [
      [9, 2],
      [9, 9, 2],
      [5, 5, 5, 2],
    ].map((input) => {
      const { parameters } = makeNetwork('convnet:filters=3', 'classifier', { input, classes: 2 });
      return parameters[0].shape;
    });
    expect(shapes).toEqual([[3, 2, 3], [3, 3, 2, 3], [3, 3, 3, 2, 3]]); // prettier-ignore
  });

  it('leaves values out in training only', async () => {
    const network = make('convnet:filters=4,dropout=0.5,hidden=8');
    expect(network.training.noise).toEqual({
      dropout: { shape: [6 * 7 * 4] },
      'hidden.dropout': { shape: [8] },
    });
    const parameters = drawn(network);
    const used = await compiledRun(network.apply, batchOf(network, B), parameters);
    expect(Object.keys(used.inputs)).toEqual(['input']);
    const trained = await compiledRun(network.training.apply, trainingBatchOf(network, B), parameters);
    expect([...trained.outputs.logits]).not.toEqual([...used.outputs.logits]);
  });

  it('answers the next values of all its statistics in training, and no others', async () => {
    const network = make('resnet:depth=8,width=0.25');
    const statistics = network.parameters.filter(({ isStatistic }) => isStatistic).map(({ name }) => name);
    expect(statistics.length).toBe(2 * 7);
    const run = await compiledRun(network.training.apply, trainingBatchOf(network, B), drawn(network));
    expect(Object.keys(run.outputs).sort()).toEqual(
      ['logits', ...statistics.map((name) => `next/${name}`)].sort(),
    );
  });

  it('comes to the same answers in use as in training, once its statistics have settled', async () => {
    const network = make('convnet:filters=4,norm=batch');
    const parameters = drawn(network);
    const step = await classifierStep(network, parameters, sgd(), B);
    for (let i = 0; i < 100; i++) await step.run(0);
    const inputs = batchOf(network, B);
    const wanted = await eagerRun(network.apply, inputs, { input: step.inputs.input }, parameters);
    // The batch's variance has divisor N, the statistic's N − 1, of N = 6 · 156.
    Array.from(wanted.logits).forEach((each, i) => expect(each).toBeCloseTo(step.outputs.logits[i], 2));
    await step.dispose();
  });

  it('draws its weights so that the size of what passes through it stays', async () => {
    for (const spec of [
      'vgg:width=0.25',
      'alexnet:width=0.25',
      'inception:width=0.25,blocks=2/2/2,norm=none',
    ]) {
      const network = makeNetwork(spec, 'classifier', { input: [32, 32, 3], classes: 50 });
      const { outputs } = await compiledRun(network.apply, batchOf(network, 2), drawn(network));
      const size = Math.sqrt([...outputs.logits].reduce((sum, value) => sum + value ** 2, 0) / 100);
      expect(size, spec).toBeGreaterThan(0.05);
      expect(size, spec).toBeLessThan(5);
    }
  });
});

describe('softmax', () => {
  it('is logistic regression where there are two classes', async () => {
    const network = makeNetwork('softmax', 'classifier', { input: [5], classes: 2 });
    const parameters = drawn(network);
    const { inputs, outputs } = await compiledRun(network.apply, batchOf(network, B), parameters);
    const [weight, bias] = ['logits.weight', 'logits.bias'].map((name) => parameters.view(name));
    for (let b = 0; b < B; b++) {
      const [none, one] = outputs.logits.subarray(2 * b, 2 * b + 2);
      const softmax = Math.exp(one) / (Math.exp(none) + Math.exp(one));
      const sum = [...inputs.input.subarray(5 * b, 5 * b + 5)].reduce(
        (all, x, i) => all + x * (weight[2 * i + 1] - weight[2 * i]),
        bias[1] - bias[0],
      );
      expect(softmax).toBeCloseTo(1 / (1 + Math.exp(-sum)), 5);
    }
  });
});

describe('a body with the heads of agents', () => {
  const AGENTS = ['alexnet', 'blocks', 'convnet', 'inception', 'lenet', 'resnet', 'vgg'];

  it.each(AGENTS)('%s has values, a policy, and a value of a game', async (id) => {
    const sizes = { input: [10, 10, 4], actions: 5 };
    for (const [kind, outputs] of [
      ['q', ['q']],
      ['actor-critic', ['policy', 'value']],
      ['policy-value', ['policy', 'value']],
    ] as const) {
      const network = makeAnyNetwork(id, sizes, kind);
      const run = await compiledRun(network.apply, batchOf(network, 3), drawn(network));
      expect(Object.keys(run.outputs).sort()).toEqual(outputs);
      for (const output of outputs) {
        expect([...run.outputs[output]].every(Number.isFinite)).toBe(true);
        expect(new Set(run.outputs[output]).size).toBeGreaterThan(1);
      }
    }
  });

  it.each(AGENTS)('%s takes every head of action values', (id) => {
    const sizes = { input: [10, 10, 4], actions: 5 };
    const head = { numValues: 3, dueling: true, noisy: 0.5 };
    const network = makeQNetwork(id, sizes, head);
    expect(network.noiseSize).toBeGreaterThan(0);
    const names = network.parameters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['value.weight', 'advantage.weightSigma']));
    expect(new Set(names).size).toBe(names.length);
  });

  it('bounds the value of a game only', async () => {
    const sizes = { input: [6, 6, 2], actions: 5 };
    const values = async (kind: string) => {
      const network = makeAnyNetwork('lenet', sizes, kind);
      const parameters = drawn(network);
      parameters.view('value.bias').fill(3);
      const { outputs } = await compiledRun(network.apply, batchOf(network, 2), parameters);
      return [...outputs.value];
    };
    const [free, bounded] = [await values('actor-critic'), await values('policy-value')];
    expect(Math.max(...free)).toBeGreaterThan(1.5);
    free.forEach((value, i) => expect(bounded[i]).toBeCloseTo(Math.tanh(value), 5));
  });

  it.each(['alexnet', 'inception', 'lenet', 'resnet', 'vgg'])(
    '%s has the layers of the classifier of the same settings below its head',
    (id) => {
      const spec = `${id}:${{ alexnet: 'width=0.1,dropout=0.5', inception: 'width=0.1,norm=batch,blocks=1/1/1', lenet: 'width=1', resnet: 'depth=8,norm=batch', vgg: 'width=0.1,depth=11' }[id]}`; // prettier-ignore
      const layers = (kind: string, more: object) =>
        makeAnyNetwork(spec, { input: [32, 32, 3], ...more }, kind)
          .parameters.filter(({ name }) => !/^(logits|q|policy|value)\./.test(name))
          .map(({ name, shape }) => `${name} ${shape.join('×')}`);
      const classifier = layers('classifier', { classes: 10 });
      expect(classifier.length).toBeGreaterThan(7);
      for (const kind of ['q', 'actor-critic', 'policy-value'])
        expect(layers(kind, { actions: 4 })).toEqual(classifier);
    },
  );

  it('holds the statistics of batch normalisation still', async () => {
    const sizes = { input: [10, 10, 4], actions: 3 };
    const network = makeNetwork('resnet:norm=batch', 'q', sizes);
    expect(network.training).toEqual({ noise: {}, apply: network.apply });
    const { outputs } = await compiledRun(network.training.apply, batchOf(network, 2), drawn(network));
    expect(Object.keys(outputs)).toEqual(['q']);
  });
});

describe('what cannot be', () => {
  it.each([
    ['vgg:depth=12', SIZES, /vgg has depth 11, 13, 16, 19, got 12/],
    ['resnet:depth=10', SIZES, /resnet has depth 18 or 34, or 6n \+ 2/],
    ['inception:blocks=1/1/1/1', SIZES, /blocks are three numbers, such as 4\/7\/3, got 1\/1\/1\/1/],
    ['lenet:connections=table,width=2', SIZES, /set width=1, got 2/],
    ['convnet:dilation=2,pool=stride', SIZES, /either steps or gaps/],
    ['convnet:weights=unshared,norm=batch', SIZES, /neither gaps nor normalisation/],
    ['convnet:padding=valid,kernel=5', SIZES, /layer "conv1" has a window of 5/],
    [
      'alexnet',
      { input: [10], classes: 3 },
      /alexnet reads pictures .*, got \[10\]; use blocks or mlp or softmax/,
    ],
    ['convnet', { input: [10], classes: 3 }, /convnet reads rows .*volumes.*got \[10\]/],
    ['alexnet:towers=3', SIZES, /towers/],
  ])('%s for %j says why', (spec, sizes, message) => {
    expect(() => makeNetwork(spec, 'classifier', sizes)).toThrow(message);
  });
});

it('classifiers are listed with their papers’ sizes', () => {
  const all = Object.fromEntries(listNetworks().map(({ id, kind, sizes }) => [id, { kind, sizes }]));
  expect(all.alexnet).toEqual({ kind: 'classifier', sizes: { input: [224, 224, 3], classes: 1000 } });
  expect(all.inception.sizes).toEqual({ input: [299, 299, 3], classes: 1000 });
});

it('lenet is convolutions of 5×5, pools and dense layers', async () => {
  const network = makeNetwork('lenet:pool=average', 'classifier', { input: [32, 32, 1], classes: 3 });
  const parameters = new Parameters(network.parameters).initialise(new RandomStream('lenet'));
  const { inputs, outputs } = await compiledRun(network.apply, batchOf(network, 1), parameters);
  const view = (name: string) => parameters.view(name);
  const relu = (values: readonly number[]) => values.map((value) => Math.max(0, value));
  let grid = { lengths: [32, 32], channels: 1, values: [...inputs.input] };
  for (const [name, filters, side] of [
    ['c1', 6, 28],
    ['c3', 16, 10],
    ['c5', 120, 1],
  ] as const) {
    const window = { size: [5, 5], stride: 1, dilation: 1, padding: 'valid' as const };
    const seen = relu(convolve(grid, window, [view(`${name}.weight`)], [view(`${name}.bias`)]));
    grid = { lengths: [side, side], channels: filters, values: seen };
    if (side > 1) {
      const values = pool(grid, { ...window, size: [2, 2], stride: 2 }, 'average');
      grid = { lengths: [side / 2, side / 2], channels: filters, values };
    }
  }
  const wanted = dense(relu(dense(grid.values, view, 'f6')), view, 'logits');
  expectClose(outputs.logits, wanted);
});

/** The registry over a table of its own: networks that play nothing register as those that do. B = batch. */
import { count, described, RandomStream } from '@agon/core';
import { compile, Parameters, uniform } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { mlp } from './bodies/mlp.js';
import { entry } from './entry.js';
import { declareKind } from './kind.js';
import { dense, denseSpecs } from './layers/dense.js';
import { batchOf, type Network } from './network.js';
import { networkRegistry } from './networkRegistry.js';
import { qEntry } from './q/qEntry.js';
import { pictures } from './readable.js';
import { dense as plainDense, expectClose } from './testing/plainLoops.js';

const classifier = declareKind({
  name: 'classifier',
  sizes: { input: [4, 4, 3], classes: 10 },
  inputs: { picture: { shape: ['input'] } },
  outputs: { logits: { shape: ['classes'] } },
});

const languageModel = declareKind({
  name: 'language-model',
  sizes: { length: 8, vocabulary: 65 },
  inputs: { tokens: { shape: ['length'], dtype: 'int32' } },
  outputs: { next: { shape: ['length', 'vocabulary'], about: 'logits' } },
});

const generator = declareKind({
  name: 'generator',
  sizes: { latent: 16, picture: [4, 4, 1] },
  inputs: { latent: { shape: ['latent'] } },
  outputs: { picture: { shape: ['picture'], about: 'in (−1, 1)' } },
});

const none = v.strictObject({});
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
const flat = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [x.shape[0], x.size / x.shape[0]]);

const registry = networkRegistry({
  mlp: qEntry(mlp),
  both: [
    entry(generator, {
      title: 'the mean of a latent vector everywhere',
      schema: none,
      build: ({ picture }) => ({
        parameters: [],
        apply: ({ latent }) => ({
          picture: tf.tile(tf.mean(latent, 1, true), [1, sizeOf(picture)]).reshape([-1, ...picture]),
        }),
      }),
    }),
    entry(classifier, {
      title: 'the same of a picture for each class',
      schema: none,
      sizes: { input: [7], classes: 3 },
      build: ({ classes }) => ({
        parameters: [],
        apply: ({ picture }) => ({ logits: tf.tile(tf.mean(flat(picture), 1, true), [1, classes]) }),
      }),
    }),
  ],
  linear: entry(classifier, {
    title: 'one dense layer',
    schema: none,
    build: ({ input, classes }) => ({
      parameters: denseSpecs('logits', sizeOf(input), classes),
      apply: ({ picture }, values) => ({ logits: dense(flat(picture), values, 'logits') }),
    }),
  }),
  patches: entry(classifier, {
    title: 'a convolution and the mean of what it sees',
    schema: v.strictObject({ size: v.optional(described(count(1, 5), 'pixels of its side'), 3) }),
    reads: { picture: pictures(5) },
    build: ({ input, classes }, { size }) => ({
      parameters: [{ name: 'conv.weight', shape: [size, size, input[2], classes], init: uniform(1) }],
      apply: ({ picture }, values) => ({
        logits: tf.mean(
          tf.conv2d(picture as tf.Tensor4D, values['conv.weight'] as tf.Tensor4D, 1, 'valid'),
          [1, 2],
        ),
      }),
    }),
  }),
  bigram: entry(languageModel, {
    title: 'the next token after each token',
    schema: none,
    build: ({ vocabulary }) => ({
      parameters: [{ name: 'table', shape: [vocabulary, vocabulary], init: uniform(1) }],
      apply: ({ tokens }, values) => ({ next: tf.gather(values.table, tokens) }),
    }),
  }),
  painter: entry(generator, {
    title: 'a dense layer to all pixels',
    schema: none,
    build: ({ latent, picture }) => ({
      parameters: denseSpecs('pixels', latent, sizeOf(picture)),
      apply: ({ latent: x }, values) => ({
        picture: tf.tanh(tf.reshape(dense(x as tf.Tensor2D, values, 'pixels'), [x.shape[0], ...picture])),
      }),
    }),
  }),
});

const B = 2;

/** Runs a network once, as drawn, on `fill` of each input. */
async function run(network: Network, fill: (rng: RandomStream) => number) {
  const rng = new RandomStream('open');
  const parameters = new Parameters(network.parameters).initialise(rng);
  const program = await compile(network.apply, { inputs: batchOf(network, B), parameters });
  for (const input of Object.values(program.inputs)) input.forEach((_, i) => (input[i] = fill(rng)));
  await program.run();
  const { inputs, outputs } = program;
  await program.dispose();
  const rows = (name: string, size: number): number[][] =>
    Array.from({ length: B }, (_, row) => Array.from(inputs[name].subarray(row * size, (row + 1) * size)));
  return { inputs, outputs, rows, view: (name: string) => parameters.view(name) };
}

describe('a table of networks', () => {
  it('holds a classifier, asked for by classes', async () => {
    const network = registry.make('linear', 'classifier', { input: [2, 3, 1], classes: 4 });
    expect(network).toMatchObject({
      id: 'linear',
      inputs: { picture: { shape: [2, 3, 1] } },
      outputs: { logits: { shape: [4] } },
    });
    const { rows, outputs, view } = await run(network, (rng) => rng.uniform());
    expectClose(
      outputs.logits,
      rows('picture', 6).flatMap((row) => plainDense(row, view, 'logits')),
    );
  });

  it('holds a language model, which reads whole numbers', async () => {
    const network = registry.make('bigram', 'language-model', { length: 3, vocabulary: 5 });
    expect(network.inputs).toEqual({ tokens: { shape: [3], dtype: 'int32' } });
    expect(network.outputs).toEqual({ next: { shape: [3, 5], about: 'logits' } });
    const { inputs, outputs, view } = await run(network, (rng) => rng.int(5));
    expect(inputs.tokens).toBeInstanceOf(Int32Array);
    const expected = Array.from(inputs.tokens).flatMap((token) =>
      Array.from(view('table').subarray(5 * token, 5 * token + 5)),
    );
    expectClose(outputs.next, expected);
  });

  it('holds a generator, from a latent vector to a picture', async () => {
    const network = registry.make('painter', 'generator', { latent: 3, picture: [2, 2, 3] });
    expect(network.outputs).toEqual({ picture: { shape: [2, 2, 3], about: 'in (−1, 1)' } });
    const { rows, outputs, view } = await run(network, (rng) => rng.uniform());
    expectClose(
      outputs.picture,
      rows('latent', 3).flatMap((row) => plainDense(row, view, 'pixels').map(Math.tanh)),
    );
  });

  it('says of each what it reads, answers and asks for', () => {
    expect(registry.describe('bigram')).toEqual({
      id: 'bigram',
      title: 'the next token after each token',
      kind: 'language-model',
      kinds: ['language-model'],
      inputs: languageModel.inputs,
      outputs: languageModel.outputs,
      sizes: { length: 8, vocabulary: 65 },
      settings: [],
    });
    expect(registry.list().map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'mlp q',
      'both generator',
      'linear classifier',
      'patches classifier',
      'bigram language-model',
      'painter generator',
    ]);
    for (const { id, sizes } of registry.list().filter(({ id }) => id !== 'patches'))
      expect(registry.makeAny(id, sizes).id).toBe(id);
  });

  it('gives a network that can be had in several kinds in the one that is asked for, or the first', async () => {
    expect(registry.describe('both')).toMatchObject({
      kind: 'generator',
      kinds: ['generator', 'classifier'],
    });
    expect(registry.describe('both', 'classifier')).toMatchObject({
      kind: 'classifier',
      kinds: ['generator', 'classifier'],
      sizes: { input: [7], classes: 3 },
    });
    const sizes = { input: [4], classes: 2, latent: 4, picture: [3] };
    expect(registry.makeAny('both', sizes).outputs).toHaveProperty('picture');
    expect(registry.makeAny('both', sizes, 'classifier').outputs).toHaveProperty('logits');
    const { rows, outputs } = await run(registry.make('both', 'classifier', sizes), (rng) => rng.uniform());
    expectClose(
      outputs.logits,
      rows('picture', 4).flatMap((row) => Array(2).fill(row.reduce((sum, x) => sum + x / 4, 0)) as number[]),
    );
  });

  it('refuses a kind that a network cannot be had in', () => {
    expect(() => registry.describe('both', 'q')).toThrow(
      'network "both" cannot be had in kind q, only in: generator, classifier.',
    );
    expect(() => registry.make('both', 'q', { input: [4], actions: 2 })).toThrow(
      'network "both" is of kind generator or classifier, and this needs one of kind q; use one of: mlp.',
    );
  });

  it('computes the same in training where a network says nothing else', () => {
    const network = registry.make('linear', 'classifier', { input: [4], classes: 2 });
    expect(network.training).toEqual({ noise: {}, apply: network.apply });
  });

  it('refuses unknown names with the near one of the kind that is needed', () => {
    expect(() => registry.make('patchs', 'classifier', { input: [9, 9, 1], classes: 2 })).toThrow(
      'unknown network "patchs"; did you mean "patches"? Of kind classifier there are: both, linear, patches.',
    );
    expect(() => registry.describe('bigrm')).toThrow(
      'unknown network "bigrm"; did you mean "bigram"? There are: mlp, both, linear, patches, bigram, painter.',
    );
  });

  it('refuses networks of another kind, and names those that fit', () => {
    expect(() => registry.make('mlp', 'classifier', { input: [4], classes: 2 })).toThrow(
      'network "mlp" is of kind q, and this needs one of kind classifier; use one of: both, linear, patches.',
    );
    expect(() => registry.find('painter', 'q', { input: [4], actions: 2 })).toThrow(
      'network "painter" is of kind generator, and this needs one of kind q; use one of: mlp.',
    );
  });

  it('refuses inputs that a network cannot read, and names those that can', () => {
    const make = (input: number[]) => () => registry.make('patches', 'classifier', { input, classes: 2 });
    expect(make([5, 5, 1])).not.toThrow();
    expect(make([5, 4, 1])).toThrow(
      'patches reads pictures [height, width, planes] of at least 5×5, got [5, 4, 1]; use both or linear.',
    );
    expect(make([25])).toThrow('got [25]; use both or linear.');
  });

  it('refuses to build what not all sizes are said of', () => {
    const refusal = 'network "linear" is of kind classifier, which is built for: input, classes; say classes too.'; // prettier-ignore
    expect(() => registry.makeAny('linear', { input: [4], actions: 2 })).toThrow(refusal);
    // @ts-expect-error: nor does it compile where the kind is known
    expect(() => registry.make('linear', 'classifier', { input: [4], actions: 2 })).toThrow(refusal);
  });

  it('refuses settings that a network does not have', () => {
    expect(() => registry.makeAny('patches:siz=3', { input: [9, 9, 1], classes: 2 })).toThrow(
      /network "patches".*did you mean "size"/,
    );
  });
});

/** Language models: what they compute, that they see nothing that lies ahead, and that token by token they say the same. */
import { RandomStream } from '@agon/core';
import { compile, sgd, trainStep, type ArrayMap, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { batchOf, numLearned, trainingBatchOf, type Network } from '../network.js';
import { makeNetwork } from '../registry.js';
import { expectGradients } from '../testing/gradients.js';
import { expectClose } from '../testing/plainLoops.js';
import { drawn, eagerRun } from '../testing/runs.js';

const B = 3;
const LENGTH = 7;
const VOCABULARY = 5;
const SPECS = [
  'window:window=4,width=3,hidden=6',
  'rnn:units=5,width=3',
  'gru:units=5,width=3,layers=2',
  'lstm:units=4,width=3,layers=2',
  'transformer:layers=2,width=8,heads=2',
  'transformer:layers=2,width=8,heads=2,positions=learned',
  'transformer:layers=1,width=8,heads=1,positions=sinusoidal',
  'transformer:layers=1,width=8,heads=2,positions=relative',
  'transformer:layers=2,width=8,heads=2,positions=none,residual=false,norm=false,scaling=false',
];
const SIZES = { length: LENGTH, vocabulary: VOCABULARY };
const make = (spec: string): Network => makeNetwork(spec, 'language-model', SIZES);

/** Parameters of some size everywhere, so that every part counts. */
function weighty(network: Network) {
  const parameters = drawn(network);
  const rng = new RandomStream('weights');
  parameters.flat.forEach((value, i, flat) => (flat[i] = value + 1.2 * (rng.uniform() - 0.5)));
  return parameters;
}

function fill(inputs: ArrayMap): void {
  const rng = new RandomStream('text');
  for (const [name, values] of Object.entries(inputs))
    for (let i = 0; i < values.length; i++) values[i] = /^token/.test(name) ? rng.int(VOCABULARY) : name === 'state' ? 0 : rng.uniform(); // prettier-ignore
}

describe.each(SPECS)('%s', (spec) => {
  it('computes the same compiled as by tfjs, in use and in training', async () => {
    const network = make(`${spec},dropout=0.3`);
    const parameters = weighty(network);
    for (const [fn, specs] of [
      [network.apply, batchOf(network, B)],
      [network.training.apply, trainingBatchOf(network, B)],
    ] as const) {
      const program = await compile(fn, { inputs: specs, parameters });
      fill(program.inputs);
      await program.run();
      const wanted = await eagerRun(fn, specs, program.inputs, parameters);
      for (const name of Object.keys(wanted)) expectClose(program.outputs[name], Array.from(wanted[name]));
      expect(program.outputs.logits).toHaveLength(B * LENGTH * VOCABULARY);
      await program.dispose();
    }
  });

  it('sees nothing that lies ahead, and all that it should of what lies behind', async () => {
    const network = make(spec);
    const program = await compile(network.apply, {
      inputs: batchOf(network, 1),
      parameters: weighty(network),
    });
    fill(program.inputs);
    const tokens = program.inputs.tokens;
    const answer = async (): Promise<number[]> => {
      await program.run();
      return Array.from(program.outputs.logits);
    };
    const before = await answer();
    const reach = spec.startsWith('window') ? 4 : LENGTH;
    for (let changed = 0; changed < LENGTH; changed++) {
      tokens[changed] = (tokens[changed] + 1) % VOCABULARY;
      const after = await answer();
      tokens[changed] = (tokens[changed] + VOCABULARY - 1) % VOCABULARY;
      for (let place = 0; place < LENGTH; place++) {
        const row = (all: number[]): number[] => all.slice(place * VOCABULARY, (place + 1) * VOCABULARY);
        const isSeen = changed <= place && place - changed < reach;
        const moved = Math.max(...row(after).map((value, i) => Math.abs(value - row(before)[i])));
        if (isSeen) expect(moved, `${changed} at ${place}`).toBeGreaterThan(1e-6);
        else expect(moved, `${changed} at ${place}`).toBeLessThan(1e-6);
      }
    }
    await program.dispose();
  });

  it('says token by token what it says of the whole', async () => {
    const network = make(spec);
    const step = makeNetwork(spec, 'next-token', SIZES);
    const parameters = weighty(network);
    expect(step.parameters).toEqual(
      network.parameters.map((each) => ({ ...each, init: expect.any(Function) as unknown })),
    );
    const whole = await compile(network.apply, { inputs: batchOf(network, 2), parameters });
    const one = await compile(step.apply, { inputs: batchOf(step, 2), parameters });
    fill(whole.inputs);
    await whole.run();
    const { token, state } = one.inputs;
    state.fill(0);
    for (let place = 0; place < LENGTH; place++) {
      for (let row = 0; row < 2; row++) token[row] = whole.inputs.tokens[row * LENGTH + place];
      await one.run();
      (state as Float32Array).set(one.outputs.nextState as Float32Array);
      for (let row = 0; row < 2; row++) {
        const at = (row * LENGTH + place) * VOCABULARY;
        expectClose(one.outputs.logits.slice(row * VOCABULARY, (row + 1) * VOCABULARY), Array.from(whole.outputs.logits.slice(at, at + VOCABULARY))); // prettier-ignore
      }
    }
    await whole.dispose();
    await one.dispose();
  });

  it('has the gradient of its loss', async () => {
    const network = make(spec);
    const parameters = weighty(network);
    const step = await trainStep(
      (inputs: TensorMap, values) => {
        const { logits } = network.training.apply(inputs, values);
        return {
          loss: tf.mul(100, tf.mean(tf.square(tf.sub(tf.softmax(logits), inputs.target)))) as tf.Scalar,
        };
      },
      {
        inputs: { ...trainingBatchOf(network, B), target: { shape: [B, LENGTH, VOCABULARY] } },
        parameters,
        optimiser: sgd(),
      },
    );
    fill(step.inputs);
    await expectGradients(step, parameters);
    await step.dispose();
  });
});

describe('a language model', () => {
  it('carries what it has read from one stretch to the next', async () => {
    for (const spec of SPECS.slice(0, 4)) {
      const network = make(spec);
      const longer = makeNetwork(spec, 'language-model', { length: 2 * LENGTH, vocabulary: VOCABULARY });
      const parameters = weighty(network);
      const [half, whole] = await Promise.all(
        [network, longer].map((each) => compile(each.apply, { inputs: batchOf(each, 1), parameters })),
      );
      fill(whole.inputs);
      await whole.run();
      const parts: number[] = [];
      for (const first of [0, LENGTH]) {
        half.inputs.tokens.set(whole.inputs.tokens.slice(first, first + LENGTH) as Int32Array);
        await half.run();
        parts.push(...half.outputs.logits);
        (half.inputs.state as Float32Array).set(half.outputs.nextState as Float32Array);
      }
      expectClose(whole.outputs.logits, parts);
      await Promise.all([half.dispose(), whole.dispose()]);
    }
  });

  it('with rotary positions goes on beyond what it remembers; with others it says how far it can read', () => {
    expect(make('transformer').mostTokens).toBeUndefined();
    expect(make('lstm').mostTokens).toBeUndefined();
    expect(make('transformer:positions=learned').mostTokens).toBe(LENGTH);
    expect(() => make('transformer:width=10,heads=4')).toThrow('10');
  });

  it('of 65 characters has the sizes that are known', () => {
    const sized = (spec: string): number =>
      numLearned(makeNetwork(spec, 'language-model', { length: 64, vocabulary: 65 }));
    // Four layers of 12 D² + 13 D, embedding, last normalisation and logits.
    expect(sized('transformer:positions=none')).toBe(
      4 * (12 * 128 ** 2 + 13 * 128) + 65 * 128 + 2 * 128 + 129 * 65,
    );
    expect(sized('lstm:units=256')).toBe(65 * 64 + 4 * 256 * (64 + 256 + 1) + 257 * 65);
    expect(sized('gru:units=256')).toBe(65 * 64 + 3 * 256 * (64 + 256 + 1) + 257 * 65);
    expect(sized('rnn:units=256')).toBe(65 * 64 + 256 * (64 + 256 + 1) + 257 * 65);
  });
});

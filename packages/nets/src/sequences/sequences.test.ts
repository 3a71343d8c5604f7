/** Networks that read one sequence and write another: what they compute, that they see neither padding nor what lies ahead. */
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
const SIZES = { sourceLength: 6, targetLength: 5, sourceVocabulary: 7, targetVocabulary: 4 };
/** Tokens of each source of a batch; padding follows. */
const LENGTHS = [6, 2, 4];
const SMALL = 'layers=2,width=8,heads=2,hidden=12';
const SPECS = [
  'gru:attention=none,bidirectional=false,units=5,width=4',
  'lstm:attention=none,units=4,width=4,layers=2',
  'lstm:attention=additive,units=5,width=4,layers=2',
  'gru:attention=dot,units=6,width=4',
  'convolutional:layers=2,width=6,kernel=3',
  `transformer:${SMALL},positions=sinusoidal`,
  `transformer:${SMALL},positions=learned,norm=after`,
  `transformer:${SMALL},positions=relative`,
  `transformer:${SMALL},positions=rotary`,
  `transformer:${SMALL},positions=none,residual=false,norm=none,scaling=false`,
];
const make = (spec: string, sizes: Partial<typeof SIZES> = {}): Network =>
  makeNetwork(spec, 'sequence-to-sequence', { ...SIZES, ...sizes });

/** Parameters of some size everywhere, so that every part counts. */
function weighty(network: Network) {
  const parameters = drawn(network);
  const rng = new RandomStream('weights');
  parameters.flat.forEach((value, i, flat) => (flat[i] = value + 0.8 * (rng.uniform() - 0.5)));
  return parameters;
}

function fill(inputs: ArrayMap, sourceLength = SIZES.sourceLength): void {
  const rng = new RandomStream('sequences');
  for (const [name, values] of Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name === 'source') {
      values.fill(0);
      LENGTHS.forEach((length, row) => {
        for (let i = 0; i < length && row * sourceLength < values.length; i++)
          values[row * sourceLength + i] = 1 + rng.int(SIZES.sourceVocabulary - 1);
      });
    } else for (let i = 0; i < values.length; i++) values[i] = name === 'target' ? rng.int(SIZES.targetVocabulary) : rng.uniform(); // prettier-ignore
  }
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
      expect(program.outputs.logits).toHaveLength(B * SIZES.targetLength * SIZES.targetVocabulary);
      await program.dispose();
    }
  });

  it('does not see how much padding follows a source', async () => {
    const parameters = weighty(make(spec));
    const answers = [];
    for (const sourceLength of [SIZES.sourceLength, SIZES.sourceLength + 3]) {
      const network = make(spec, { sourceLength });
      const program = await compile(network.apply, { inputs: batchOf(network, B), parameters });
      fill(program.inputs, sourceLength);
      await program.run();
      answers.push(Array.from(program.outputs.logits));
      await program.dispose();
    }
    expectClose(answers[1], answers[0]);
  });

  it('sees all of the source, of the target what lies behind, and nothing ahead', async () => {
    const network = make(spec);
    const program = await compile(network.apply, { inputs: batchOf(network, 1), parameters: weighty(network) }); // prettier-ignore
    fill(program.inputs);
    const answer = async (): Promise<number[]> => {
      await program.run();
      return Array.from(program.outputs.logits);
    };
    const before = await answer();
    const moved = async (name: 'source' | 'target', at: number): Promise<number[]> => {
      const tokens = program.inputs[name];
      const kept = tokens[at];
      tokens[at] = (kept % (name === 'source' ? SIZES.sourceVocabulary - 1 : SIZES.targetVocabulary - 1)) + 1;
      const after = await answer();
      tokens[at] = kept;
      return Array.from({ length: SIZES.targetLength }, (_, place) =>
        Math.max(
          ...Array.from({ length: SIZES.targetVocabulary }, (_, i) =>
            Math.abs(after[place * SIZES.targetVocabulary + i] - before[place * SIZES.targetVocabulary + i]),
          ),
        ),
      );
    };
    for (let at = 0; at < SIZES.sourceLength; at++)
      for (const change of await moved('source', at)) expect(change).toBeGreaterThan(1e-6);
    for (let at = 0; at < SIZES.targetLength; at++)
      (await moved('target', at)).forEach((change, place) => {
        if (place < at) expect(change, `${at} at ${place}`).toBe(0);
        else expect(change, `${at} at ${place}`).toBeGreaterThan(1e-7);
      });
    await program.dispose();
  });

  it('has the gradient of its loss', async () => {
    const network = make(spec);
    const parameters = weighty(network);
    const { targetLength, targetVocabulary } = SIZES;
    const step = await trainStep(
      ({ wanted, ...inputs }: TensorMap, values) => {
        const { logits } = network.training.apply(inputs, values);
        return { loss: tf.mul(100, tf.mean(tf.square(tf.sub(tf.softmax(logits), wanted)))) as tf.Scalar };
      },
      {
        inputs: { ...trainingBatchOf(network, B), wanted: { shape: [B, targetLength, targetVocabulary] } },
        parameters,
        optimiser: sgd(),
      },
    );
    fill(step.inputs);
    await expectGradients(step, parameters);
    await step.dispose();
  });
});

describe.each(SPECS.filter((spec) => !spec.includes('attention=none')))('%s', (spec) => {
  it('tells where it looks: sums of 1, nothing at padding', async () => {
    const network = make(spec);
    const program = await compile(network.apply, { inputs: batchOf(network, B), parameters: weighty(network) }); // prettier-ignore
    fill(program.inputs);
    await program.run();
    const { sourceLength, targetLength } = SIZES;
    const { alignment } = program.outputs;
    expect(alignment).toHaveLength(B * targetLength * sourceLength);
    LENGTHS.forEach((length, row) => {
      for (let t = 0; t < targetLength; t++) {
        const first = (row * targetLength + t) * sourceLength;
        const weights = Array.from(alignment.slice(first, first + sourceLength));
        expect(weights.slice(0, length).reduce((sum, each) => sum + each)).toBeCloseTo(1, 5);
        expect(Math.max(0, ...weights.slice(length))).toBe(0);
      }
    });
    await program.dispose();
  });
});

describe('sequence to sequence', () => {
  it('by a Transformer of base size has 44,140,544 parameters beside the embeddings', () => {
    const [sourceVocabulary, targetVocabulary] = [11, 13];
    const network = make('transformer:layers=6,width=512,hidden=2048,heads=8,positions=sinusoidal', {
      sourceVocabulary,
      targetVocabulary,
    });
    expect(numLearned(network) - 512 * (sourceVocabulary + targetVocabulary)).toBe(44_140_544);
  });

  it('has the same parameters for all lengths', () => {
    for (const spec of SPECS) {
      const shapes = [6, 20].map(
        (length) =>
        make(spec, { sourceLength: length, targetLength: length }).parameters.map(({ name, shape }) => [name, shape]), // prettier-ignore
      );
      expect(shapes[1]).toEqual(shapes[0]);
    }
  });

  it('says what does not go together', () => {
    expect(() => make('transformer:width=10,heads=4')).toThrow('heads of an even length');
    expect(() => make('transformer:positions=learned,places=4')).toThrow('set places=6');
    expect(() => make('convolutional:places=3')).toThrow('set places=6');
  });
});

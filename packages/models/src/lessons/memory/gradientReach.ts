/**
 * How far gradients reach back (Bengio, Simard & Frasconi 1994; Hochreiter 1991): how much the state of a recurrent network at the end
 * hangs on what it read so many tokens before. L = length, E = width of a token's vector.
 */
import { RandomStream } from '@agon/core';
import { Parameters, sgd, trainStep } from '@agon/engine';
import { batchOf, makeNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { writeRows } from './recallTask.js';

/** Rows that are read, each from its own end. */
const ROWS = 16;

/** The vectors of tokens among a network's parameters. */
const VECTORS = 'embedding.table';

/**
 * The length of the gradient of the last state, along a random direction, by what was read d tokens before the end, over that for d = 1;
 * the root of the mean square over rows. A row is read with a vector of its own for each place, so that places have gradients of their own.
 * @param spec a recurrent network of kind language-model with one layer of `units`
 * @param trained its parameters, over the tokens of the task
 * @returns [L] of d = 0 to L − 1
 */
export async function gradientReach(
  spec: string,
  units: number,
  trained: Parameters,
  length: number,
  seed: string,
): Promise<Float64Array> {
  const network = makeNetwork(spec, 'language-model', { length, vocabulary: length });
  const specs = network.parameters.filter(({ name }) => name === VECTORS);
  const vectors = new Parameters(specs);
  const width = specs[0].shape[1];
  const step = await trainStep(
    ({ direction, ...inputs }, own, values) => {
      // The scores are not asked for, so that only what their layer has is missing.
      const logits = {
        'logits.weight': tf.zeros([units, length]),
        'logits.bias': tf.zeros([length]),
      };
      const { nextState } = network.apply(inputs, { ...values, ...logits, ...own });
      const last = tf.slice(nextState as tf.Tensor2D, [0, 0], [1, units]);
      return { loss: tf.sum(tf.mul(last, direction)) as tf.Scalar };
    },
    {
      inputs: { ...batchOf(network, 1), direction: { shape: [1, units] } },
      parameters: vectors,
      frozen: trained,
      optimiser: sgd(),
    },
  );
  const squares = new Float64Array(length);
  const rng = new RandomStream(seed);
  const row = new Int32Array(length);
  const table = trained.view(VECTORS);
  step.inputs.tokens.forEach((_, place, tokens) => (tokens[place] = place));
  for (let i = 0; i < ROWS; i++) {
    writeRows([1 + rng.int(length - 1)], row, new Int32Array(1), rng);
    row.forEach((token, place) =>
      vectors.view(VECTORS).set(table.subarray(token * width, (token + 1) * width), place * width),
    );
    step.inputs.direction.forEach((_, unit, direction) => (direction[unit] = rng.uniform() - 0.5));
    await step.run(0);
    step.gradient(VECTORS).forEach((slope, at) => {
      squares[length - 1 - Math.floor(at / width)] += slope * slope;
    });
  }
  await step.dispose();
  return squares.map((square) => Math.sqrt(square / squares[1]));
}

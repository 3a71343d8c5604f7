/**
 * What happens to a picture before a network sees it. It is part of what was learned: it stands in the file of the weights, and whoever uses
 * them applies the same.
 */
import { AgonError, parseJson } from '@agon/core';
import type { PictureDataset, PictureShape } from '@agon/data';
import { decodeSafetensors } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';

/** What a network was trained to tell apart, and how it is shown. */
export interface Preprocessing {
  /** Of the pictures: [height, width, channels]. */
  readonly shape: PictureShape;
  /** The names of the classes, in the order of the network's scores. */
  readonly classes: readonly string[];
  /** [channels] Mean and standard deviation of the training pictures, of values in [0, 1]. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Pictures from which mean and deviation are computed. */
const MOST_PICTURES = 5_000;
/** Pictures that are read at a time. */
const READ_TOGETHER = 100;
/** A channel that never changes is not divided by 0. */
const LEAST_DEVIATION = 1e-3;

/** The preprocessing of a dataset: mean and deviation of at most 5,000 pictures of its training split. */
export async function preprocessingOf({ shape, classes, splits }: PictureDataset): Promise<Preprocessing> {
  const { train } = splits;
  const [height, width, channels] = shape;
  const count = Math.min(train.size, MOST_PICTURES);
  const indices = Int32Array.from({ length: count }, (_, i) => Math.floor((i * train.size) / count));
  const size = height * width * channels;
  const pixels = new Uint8Array(READ_TOGETHER * size);
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let first = 0; first < count; first += READ_TOGETHER) {
    const part = indices.subarray(first, first + READ_TOGETHER);
    const read = pixels.subarray(0, part.length * size);
    await train.read(part, read);
    for (let i = 0; i < read.length; i++) {
      const value = read[i] / 255;
      sums[i % channels] += value;
      squares[i % channels] += value * value;
    }
  }
  const each = count * height * width;
  const mean = [...sums].map((sum) => sum / each);
  const deviation = mean.map((average, channel) =>
    Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, squares[channel] / each - average ** 2))),
  );
  return { shape, classes, mean, deviation };
}

/**
 * What a network sees of pictures.
 * @param pixels [B, height, width, channels], values in [0, 1]
 */
export const normalised = (pixels: tf.Tensor, { mean, deviation }: Preprocessing): tf.Tensor =>
  tf.div(tf.sub(pixels, tf.tensor1d([...mean])), tf.tensor1d([...deviation]));

const length = v.pipe(v.number(), v.integer(), v.minValue(1));
const schema = v.pipe(
  v.object({
    shape: v.tuple([length, length, length]),
    classes: v.pipe(v.array(v.string()), v.minLength(1)),
    mean: v.array(v.number()),
    deviation: v.array(v.pipe(v.number(), v.gtValue(0))),
  }),
  v.check(
    ({ shape, mean, deviation }) => mean.length === shape[2] && deviation.length === shape[2],
    'must have a mean and a deviation for each channel',
  ),
);

/** The key of the preprocessing in the metadata of a file of weights. */
const KEY = 'preprocessing';

/** As a file of weights holds it. */
export const metadataOf = (preprocessing: Preprocessing): Record<string, string> => ({
  [KEY]: JSON.stringify(preprocessing),
});

/** Whether a file of weights says which pictures they are for. @throws bad-checkpoint where it is damaged */
export const hasPreprocessing = (weights: Uint8Array): boolean => KEY in decodeSafetensors(weights).metadata;

/** Reads it back. @throws bad-checkpoint where the weights have none */
export function readPreprocessing(weights: Uint8Array): Preprocessing {
  const text = decodeSafetensors(weights).metadata[KEY];
  if (text === undefined)
    throw new AgonError('bad-checkpoint', 'the weights do not say which pictures they are for.');
  return parseJson(schema, text, 'the preprocessing among the weights');
}

/**
 * A network over texts that is written as its blocks, as those over pictures are: "conv3x16/conv3x16d2/largest/dense32". What stands behind
 * the end of a text counts in none of them. B = batch, L = places, C = channels.
 */
import { AgonError, count, described, MOST_HELD, number } from '@agon/core';
import type { ParameterSpec, Shape, TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { UNSEEN } from '../layers/attention.js';
import type { Layer } from '../layers/layer.js';
import { lstm, lstmSpecs } from '../layers/lstm.js';
import { formatBlock, parseBlocks, type Block } from '../vision/block.js';
import { layerOf } from '../vision/blocks.js';
import { atLastWord, meanOfWords, textSettings, type TextDeclaration } from './textEntry.js';

const schema = v.strictObject({
  ...textSettings,
  width: v.optional(described(count(1, MOST_HELD), "length of a word's vector"), 32),
  dropout: v.optional(described(number(0, 0.95), 'chance of a feature to be left out in training'), 0),
  layers: v.optional(
    described(
      v.string(),
      'blocks: conv3x16 (size × filters; conv3x16d2: with gaps), then largest, mean or lstm64 over all places, then dense32',
    ),
    'conv3x32/largest/dense32',
  ),
});

/** A block over all places. */
interface Gathering {
  readonly parameters: readonly ParameterSpec[];
  /** Values of a text. */
  readonly features: number;
  /**
   * @param x [B, L, C] 0 where the text has ended
   * @param mask [B, L] 1 where there is a word
   */
  apply(x: tf.Tensor3D, mask: tf.Tensor2D, values: TensorMap): tf.Tensor2D;
}

const flat = (x: tf.Tensor3D): tf.Tensor2D =>
  tf.reshape(x, [x.shape[0] * x.shape[1], x.shape[2]]) as tf.Tensor2D;

/** A block that makes one row of values of all places; undefined for another. */
function gathering(block: Block, channels: number, name: string): Gathering | undefined {
  const whole = { parameters: [], features: channels };
  switch (block.kind) {
    case 'mean':
      return { ...whole, apply: (x, mask) => meanOfWords(flat(x), mask) };
    case 'largest':
      return {
        ...whole,
        apply(x, mask) {
          const unseen = tf.expandDims(tf.mul(tf.sub(1, mask), UNSEEN), 2);
          // A text without words has no largest value: 0.
          return tf.mul(tf.max(tf.add(x, unseen), 1), tf.max(mask, 1, true));
        },
      };
    case 'lstm':
      return {
        parameters: lstmSpecs(name, channels, block.units),
        features: block.units,
        apply(x, mask, values) {
          const start = tf.zeros([mask.shape[0], 2 * block.units]) as tf.Tensor2D;
          return atLastWord(lstm(flat(x), start, undefined, values, name).outputs, mask);
        },
      };
    default:
      return undefined;
  }
}

const refuse = (block: Block, why: string): AgonError =>
  new AgonError('unsupported', `the block "${formatBlock(block)}" ${why}: over texts blocks are conv, in steps of one, then one of largest, mean and lstm, then dense.`); // prettier-ignore

/** Convolutions, what gathers their places, dense layers. @throws unsupported for other blocks, or another order */
function layersOf(blocks: readonly Block[], length: number, width: number) {
  const convolutions: Layer[] = [];
  const dense: Layer[] = [];
  let gather: Gathering | undefined;
  let shape: Shape = [length, width];
  blocks.forEach((block, i) => {
    const name = `${block.kind}${i}`;
    const isDense = block.kind === 'dense';
    if (gather && !isDense) throw refuse(block, 'cannot stand where no places are left');
    if (!gather && isDense) throw refuse(block, 'reads one row of values, and texts are of any length');
    const found = gather ? undefined : gathering(block, shape[1], name);
    if (found) {
      gather = found;
      shape = [found.features];
      return;
    }
    // Steps of two, and what looks at its own results twice, would tell how much room there is behind a text.
    if (!isDense && (block.kind !== 'conv' || block.stride > 1)) throw refuse(block, 'does not read texts');
    const layer = layerOf(block, 'none')(shape, name);
    (isDense ? dense : convolutions).push(layer);
    shape = layer.shape;
  });
  if (!gather) throw refuse(blocks[blocks.length - 1], 'leaves as many rows of values as a text has words');
  return { convolutions, gather, dense, features: shape[0] };
}

/** `blocks` over texts. */
export const textBlocks: TextDeclaration<typeof schema> = {
  title:
    'layers written as blocks of convolutions, LSTMs and dense layers over texts (what agon search finds)',
  schema,
  build(length, { width, layers }) {
    const { convolutions, gather, dense, features } = layersOf(parseBlocks(layers), length, width);
    return {
      parameters: [...convolutions, gather, ...dense].flatMap(({ parameters }) => parameters),
      features,
      read(x, mask, values) {
        const isWord = tf.expandDims(mask, 2);
        const places = convolutions.reduce<tf.Tensor>(
          (read, layer) => tf.mul(layer.apply(read, values), isWord),
          tf.reshape(x, [mask.shape[0], length, width]),
        );
        const found = gather.apply(places as tf.Tensor3D, mask, values);
        return dense.reduce<tf.Tensor>((read, layer) => layer.apply(read, values), found) as tf.Tensor2D;
      },
    };
  },
};

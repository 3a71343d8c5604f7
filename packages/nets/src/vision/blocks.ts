/**
 * A network that is written as its layers, a block each: "conv3x16/max/conv3x32/lstm64/dense128". It is what `agon search` finds; by its
 * text it is whatever other networks are: a classifier, and what an agent looks with. A dense block at the end is the hidden layer that
 * a head may double or make noisy.
 */
import { AgonError, described, type Settings } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { formatBlock, parseBlocks, type Block } from './block.js';
import type { Body } from '../bodies/body.js';
import { convolution } from '../layers/convolutionLayer.js';
import { denseLayer } from '../layers/denseLayer.js';
import { elementwise, flatten, sequence, sum, type LayerMaker } from '../layers/layer.js';
import { lstmLayer } from '../layers/lstmLayer.js';
import type { Norm } from '../layers/normalisation.js';
import { globalPooling, pooling } from '../layers/pooling.js';
import { bodyOf } from './bodyOf.js';
import { dropoutEntry, normEntry } from './settings.js';
import type { VisionDeclaration } from './visionEntries.js';

/** The most blocks of one network. */
const MOST_BLOCKS = 100;

const schema = v.strictObject({
  layers: v.optional(
    described(
      v.string(),
      'blocks: conv3x16 (size × filters; conv3x16s2: with steps of 2; conv3x16d2: with gaps), res3x16, max, average, mean, largest, lstm64, dense128',
    ),
    'conv3x16/max/conv3x32/max/dense128',
  ),
  ...normEntry('none'),
  ...dropoutEntry(0),
});

/** Blocks whose window moves over places, which one row of values does not have. */
const MOVING: ReadonlySet<Block['kind']> = new Set(['conv', 'res', 'max', 'average', 'mean', 'largest']);

const identity = elementwise((x) => x);
const relu = elementwise((x) => tf.relu(x));

/** Two convolutions beside a shortcut, which is a 1×1 convolution where the channels change. */
const residual =
  (size: number, filters: number, norm: Norm): LayerMaker =>
  (input, name) => {
    const isChanged = input[input.length - 1] !== filters;
    return sequence({
      sum: sum({
        branch: sequence({
          conv1: convolution(filters, { size, norm }),
          conv2: convolution(filters, { size, norm, activation: 'none', beginsAtZero: norm === 'none' }),
        }),
        shortcut: isChanged ? convolution(filters, { size: 1, norm, activation: 'none' }) : identity,
      }),
      relu,
    })(input, name);
  };

/** The layer of a block. */
export function layerOf(block: Block, norm: Norm): LayerMaker {
  switch (block.kind) {
    case 'conv':
      return convolution(block.filters, {
        size: block.size,
        stride: block.stride,
        dilation: block.dilation,
        norm,
      });
    case 'res':
      return residual(block.size, block.filters, norm);
    case 'max':
    case 'average':
      return pooling(block.kind, 2, 2, 'same');
    case 'mean':
      return globalPooling('average');
    case 'largest':
      return globalPooling('max');
    case 'lstm':
      return lstmLayer(block.units);
    case 'dense':
      return sequence({ flatten, dense: denseLayer(block.units) });
  }
}

/** The same, where it can be put: refused where there are no places left to move over. */
const placed =
  (block: Block, norm: Norm): LayerMaker =>
  (input, name) => {
    if (input.length < 2 && MOVING.has(block.kind))
      throw new AgonError(
        'unsupported',
        `the block "${formatBlock(block)}" reads rows, pictures or volumes, got [${input.join(', ')}]: only dense blocks can follow mean, largest, lstm and dense.`,
      );
    return layerOf(block, norm)(input, name);
  };

/** @throws bad-option for what is no block; unsupported where one cannot follow another */
function build(input: Shape, { layers: text, norm, dropout }: Settings<typeof schema>): Body {
  const blocks = parseBlocks(text);
  if (blocks.length > MOST_BLOCKS)
    throw new AgonError('bad-option', `a network has at most ${MOST_BLOCKS} blocks, got ${blocks.length}.`);
  const last = blocks[blocks.length - 1];
  const hidden = last.kind === 'dense' ? { name: 'hidden', units: last.units, dropout } : undefined;
  const below = hidden ? blocks.slice(0, -1) : blocks;
  const layers = below.map((block, i) => [`${block.kind}${i}`, placed(block, norm)] as const);
  return bodyOf(Object.fromEntries(layers), input, hidden);
}

/** `blocks` */
export const blocks: VisionDeclaration<typeof schema> = {
  title: 'layers written as blocks of convolutions, pools, LSTMs and dense layers (what agon search finds)',
  schema,
  build,
};

/**
 * ResNet: "Deep residual learning for image recognition" (He, Zhang, Ren & Sun 2016): blocks of two 3×3 convolutions whose result is
 * added to what they read, then a ReLU.
 *
 * depth 18 and 34 (section 3.4, table 1): a 7×7 convolution and a max pool, four stages of 64 to 512 filters; where a stage begins the
 * shortcut is a 1×1 convolution with step 2 (option B). depth 6n + 2 (section 4.2, for 32×32): a 3×3 convolution, three stages of n
 * blocks with 16, 32, 64 filters; its shortcuts take every second place and fill new maps with 0 (option A). Both end in the mean of
 * each map. Bottleneck blocks (depth 50 and more of table 1) are not here.
 *
 * Without normalisation (`norm=none`) the last convolution of a branch begins at 0, so that a block begins as its shortcut (Fixup,
 * Zhang et al. 2019, rule 1; the paper's networks do not have this).
 */
import { AgonError, count, type Settings, described } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Body } from '../bodies/body.js';
import { convolution } from '../layers/convolutionLayer.js';
import { elementwise, sequence, sum, type LayerMaker, type NamedLayers } from '../layers/layer.js';
import type { Norm } from '../layers/normalisation.js';
import { globalPooling, pooling } from '../layers/pooling.js';
import { anyPicture } from '../readable.js';
import { bodyOf } from './bodyOf.js';
import { scaledBy } from './scaled.js';
import { normEntry, widthEntry } from './settings.js';
import type { VisionDeclaration } from './visionEntries.js';

const schemaFor = (depth: number, norm: Norm) =>
  v.strictObject({
    depth: v.optional(
      described(
        count(8, 1202),
        'layers with weights: 18 or 34 (for large pictures), or 6n + 2: 8, 14, 20, 32, … (for small ones)',
      ),
      depth,
    ),
    ...widthEntry(1),
    ...normEntry(norm),
  });
const schema = schemaFor(18, 'batch');

/** Blocks of each stage in the forms for large pictures (table 1). */
const LARGE: Readonly<Record<number, readonly number[]>> = { 18: [2, 2, 2, 2], 34: [3, 4, 6, 3] };

const relu = elementwise((x) => tf.relu(x));

/** Every second place, and maps of 0 behind the old ones (section 3.3, option A). */
const paddedShortcut =
  (filters: number, stride: number): LayerMaker =>
  ([height, width, maps], name) => {
    const places = pooling('max', 1, stride, 'same')([height, width, maps], name);
    const missing = filters - maps;
    return {
      parameters: [],
      shape: [...places.shape.slice(0, 2), filters],
      apply(x, values) {
        const taken = places.apply(x, values) as tf.Tensor4D;
        return tf.pad(taken, [[0, 0], [0, 0], [0, 0], [0, missing]]); // prettier-ignore
      },
    };
  };

/** A block, whose shortcut changes where its shape does. */
function block(filters: number, stride: number, isLarge: boolean, norm: Norm): LayerMaker {
  return (input, name) => {
    const isChanged = stride > 1 || input[2] !== filters;
    const projection = convolution(filters, { size: 1, stride, norm, activation: 'none' });
    const changed = isLarge ? projection : paddedShortcut(filters, stride);
    return sequence({
      sum: sum({
        branch: sequence({
          conv1: convolution(filters, { size: 3, stride, norm }),
          conv2: convolution(filters, {
            size: 3,
            norm,
            activation: 'none',
            beginsAtZero: norm === 'none',
          }),
        }),
        shortcut: isChanged ? changed : sequence({}),
      }),
      relu,
    })(input, name);
  };
}

/** @throws bad-option for a depth that neither form has */
function build(input: Shape, { depth, width, norm }: Settings<typeof schema>): Body {
  const scaled = scaledBy(width);
  const isLarge = depth in LARGE;
  const perStage = (depth - 2) / 6;
  if (!isLarge && !Number.isInteger(perStage)) {
    throw new AgonError(
      'bad-option',
      `resnet has depth 18 or 34, or 6n + 2 (8, 14, 20, 26, 32, …), got ${depth}.`,
    );
  }
  const stages = isLarge ? LARGE[depth] : [perStage, perStage, perStage];
  const first = isLarge ? 64 : 16;
  const layers: Record<string, NamedLayers[string]> = {
    conv1: convolution(scaled(first), isLarge ? { size: 7, stride: 2, norm } : { size: 3, norm }),
    pool1: isLarge ? pooling('max', 3, 2, 'same') : undefined,
  };
  stages.forEach((blocks, stage) => {
    for (let i = 0; i < blocks; i++) {
      const stride = stage > 0 && i === 0 ? 2 : 1;
      layers[`stage${stage + 1}.block${i + 1}`] = block(scaled(first * 2 ** stage), stride, isLarge, norm);
    }
  });
  return bodyOf({ ...layers, mean: globalPooling('average') }, input);
}

/** `resnet` */
export const resnet: VisionDeclaration<typeof schema> = {
  title: 'ResNet (2015): convolutions with shortcuts around them; depth 18, 34 or 6n + 2',
  schema,
  agentSchema: schemaFor(8, 'none'),
  sizes: { input: [224, 224, 3], classes: 1000 },
  reads: anyPicture,
  build,
};

/**
 * AlexNet: "ImageNet classification with deep convolutional neural networks" (Krizhevsky, Sutskever & Hinton 2012, section 3 and
 * figure 2): five convolutions with overlapping max pools (3×3, step 2), two dense layers of 4096 with dropout.
 *
 * `towers=2` is the paper's: 96-256-384-384-256 filters, half of them on each of two processors, which see one another in the third
 * convolution and in the dense layers (grouped convolutions 2, 4, 5), and local response normalisation after the first two (section
 * 3.3: k 2, n 5, α 1e-4, β 0.75; here over all maps of both towers). `towers=1` is that of "One weird trick" (Krizhevsky 2014), which
 * today's libraries mean: 64-192-384-256-256, no normalisation. The paper says 224×224 and counts with 227: both forms pad by 2.
 * Weights are drawn for ReLU (He et al. 2015), not from N(0, 0.01), and all biases begin at 0.
 *
 * Pictures below 63×63 leave nothing of its pools: `stem=small` (what `auto` takes for them) has a first convolution of 3×3 without
 * steps, and pools that keep the edges. `width` scales filters and units.
 */
import { count, type Settings, described } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Body } from '../bodies/body.js';
import { convolution, type ConvolutionOptions } from '../layers/convolutionLayer.js';
import { denseLayer } from '../layers/denseLayer.js';
import { dropoutLayer } from '../layers/dropoutLayer.js';
import { elementwise, flatten } from '../layers/layer.js';
import { pooling } from '../layers/pooling.js';
import { anyPicture } from '../readable.js';
import { bodyOf } from './bodyOf.js';
import { scaledBy } from './scaled.js';
import { dropoutEntry, isSmall, normEntry, stemEntry, widthEntry } from './settings.js';
import type { VisionDeclaration } from './visionEntries.js';

const schemaFor = (width: number, dropout: number) =>
  v.strictObject({
    towers: v.optional(
      described(count(1, 2), "2: the paper's two towers; 1: the one of today's libraries"),
      1,
    ),
    ...widthEntry(width),
    ...stemEntry,
    middle: v.optional(
      described(count(0, 3), 'convolutions between the second and the last pool (the paper: 3)'),
      3,
    ),
    activation: v.optional(
      described(v.picklist(['relu', 'tanh']), 'after each layer (the paper: relu; its elders: tanh)'),
      'relu',
    ),
    ...normEntry('none'),
    ...dropoutEntry(dropout),
  });
const schema = schemaFor(1, 0.5);

/** The least side of a picture that the paper's steps and pools leave something of. */
const LEAST_SIDE = 63;

/** Filters of the five convolutions. */
const ONE_TOWER = [64, 192, 384, 256, 256];
const TWO_TOWERS = [96, 256, 384, 384, 256];

/** Each value by its neighbours in two maps before and two behind (section 3.3). */
const responseNormalisation = elementwise((x) =>
  tf.localResponseNormalization(x as tf.Tensor4D, 2, 2, 1e-4, 0.75),
);

function build(input: Shape, settings: Settings<typeof schema>): Body {
  const { towers, width, stem, middle, activation, norm, dropout } = settings;
  const scaled = scaledBy(width);
  const isSmallStem = isSmall(stem, input, LEAST_SIDE);
  const filters = (towers === 1 ? ONE_TOWER : TWO_TOWERS).map((maps) => towers * scaled(maps / towers));
  const conv = (layer: number, options: ConvolutionOptions) =>
    convolution(filters[layer - 1], { norm, activation, ...options });
  const pool = pooling('max', 3, 2, isSmallStem ? 'same' : 'valid');
  const response = towers === 2 ? responseNormalisation : undefined;
  const dropped = dropout > 0 ? dropoutLayer(dropout) : undefined;
  const isPaper = towers === 2;
  // The last dense layer is the head's, whose activation is ReLU.
  const isOfToday = activation === 'relu';
  return bodyOf(
    {
      conv1: conv(1, isSmallStem ? { size: 3 } : { size: 11, stride: 4, padding: 2 }),
      response1: response,
      pool1: pool,
      conv2: conv(2, { size: 5, groups: towers }),
      response2: response,
      pool2: pool,
      conv3: middle > 0 ? conv(3, { size: 3 }) : undefined,
      conv4: middle > 1 ? conv(4, { size: 3, groups: towers }) : undefined,
      conv5: middle > 2 ? conv(5, { size: 3, groups: towers }) : undefined,
      pool5: pool,
      flatten,
      // The paper drops units of fc6 and fc7, today's libraries what fc6 and fc7 read.
      dropout5: isPaper ? undefined : dropped,
      fc6: denseLayer(scaled(4096), activation),
      dropout6: dropped,
      ...(isOfToday
        ? {}
        : { fc7: denseLayer(scaled(4096), activation), dropout7: isPaper ? dropped : undefined }),
    },
    input,
    isOfToday ? { name: 'fc7', units: scaled(4096), dropout: isPaper ? dropout : 0 } : undefined,
  );
}

/** `alexnet` */
export const alexnet: VisionDeclaration<typeof schema> = {
  title: "AlexNet (2012): five convolutions and dense layers; towers=2 for the paper's two",
  schema,
  agentSchema: schemaFor(0.125, 0),
  sizes: { input: [224, 224, 3], classes: 1000 },
  reads: anyPicture,
  build,
};

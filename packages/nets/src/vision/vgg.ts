/**
 * VGG: "Very deep convolutional networks for large-scale image recognition" (Simonyan & Zisserman 2015, section 2, table 1): nothing
 * but 3×3 convolutions, in five groups with a max pool of 2 behind each, and two dense layers of 4096. Configurations A, B, D, E of
 * the table by their depth. Pools keep the edges, so that pictures of any size go through; at 224×224 that changes nothing.
 */
import { AgonError, count, type Settings, described } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as v from 'valibot';
import type { Body } from '../bodies/body.js';
import { convolution } from '../layers/convolutionLayer.js';
import { denseLayer } from '../layers/denseLayer.js';
import { dropoutLayer } from '../layers/dropoutLayer.js';
import { flatten, type NamedLayers } from '../layers/layer.js';
import { pooling } from '../layers/pooling.js';
import { anyPicture } from '../readable.js';
import { bodyOf } from './bodyOf.js';
import { scaledBy } from './scaled.js';
import { dropoutEntry, normEntry, widthEntry } from './settings.js';
import type { VisionDeclaration } from './visionEntries.js';

const schemaFor = (depth: number, width: number, dropout: number) =>
  v.strictObject({
    depth: v.optional(described(count(11, 19), 'layers with weights: 11, 13, 16 or 19'), depth),
    ...widthEntry(width),
    ...normEntry('none'),
    ...dropoutEntry(dropout),
  });
const schema = schemaFor(16, 1, 0.5);

/** Convolutions of each group, by depth. */
const GROUPS: Readonly<Record<number, readonly number[]>> = {
  11: [1, 1, 2, 2, 2],
  13: [2, 2, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
};
const FILTERS = [64, 128, 256, 512, 512];

/** @throws bad-option for another depth */
function build(input: Shape, { depth, width, norm, dropout }: Settings<typeof schema>): Body {
  if (!(depth in GROUPS))
    throw new AgonError('bad-option', `vgg has depth ${Object.keys(GROUPS).join(', ')}, got ${depth}.`);
  const scaled = scaledBy(width);
  const layers: Record<string, NamedLayers[string]> = {};
  GROUPS[depth].forEach((convolutions, group) => {
    for (let i = 1; i <= convolutions; i++)
      layers[`conv${group + 1}_${i}`] = convolution(scaled(FILTERS[group]), { size: 3, norm });
    layers[`pool${group + 1}`] = pooling('max', 2, 2, 'same');
  });
  const dropped = dropout > 0 ? dropoutLayer(dropout) : undefined;
  return bodyOf({ ...layers, flatten, fc6: denseLayer(scaled(4096)), dropout6: dropped }, input, {
    name: 'fc7',
    units: scaled(4096),
    dropout,
  });
}

/** `vgg` */
export const vgg: VisionDeclaration<typeof schema> = {
  title: 'VGG (2014): 3×3 convolutions in five groups, and dense layers',
  schema,
  agentSchema: schemaFor(11, 0.125, 0),
  sizes: { input: [224, 224, 3], classes: 1000 },
  reads: anyPicture,
  build,
};

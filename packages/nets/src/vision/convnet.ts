/**
 * A convolutional network of any make, over rows [L, C], pictures [H, W, C] or volumes [D, H, W, C] (conv1d, conv2d, conv3d by the
 * input's axes): convolution, normalisation, ReLU and a pool of 2, as often as there are filters; then a dense layer.
 * Pools by stride and no pools: Springenberg et al. 2015. Dilation: Yu & Koltun 2016. Global average: Lin et al. 2014.
 */
import { AgonError, count, counts, described, MOST_HELD, number, type Settings } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as v from 'valibot';
import type { Body, BodyDeclaration } from '../bodies/body.js';
import { convolution } from '../layers/convolutionLayer.js';
import { dropoutLayer } from '../layers/dropoutLayer.js';
import { flatten, type NamedLayers } from '../layers/layer.js';
import { NORMS } from '../layers/normalisation.js';
import { globalPooling, pooling } from '../layers/pooling.js';
import { unsharedConvolution } from '../layers/unsharedConvolution.js';
import { rowsPicturesVolumes } from '../readable.js';
import { bodyOf } from './bodyOf.js';

const schema = v.strictObject({
  filters: v.optional(described(counts(1, MOST_HELD), 'filters of each convolution'), [16, 32, 64]),
  kernel: v.optional(described(count(1, 63), 'places of a filter along each axis'), 3),
  stride: v.optional(described(count(1, 64), 'steps of each convolution'), 1),
  dilation: v.optional(described(count(1, 64), "steps between a filter's taps; 1 has no gaps"), 1),
  padding: v.optional(
    described(v.picklist(['same', 'valid']), "zeros around each layer's input, or none"),
    'same',
  ),
  weights: v.optional(
    described(
      v.picklist(['shared', 'unshared']),
      'unshared: each place of a picture has filters of its own (LeCun 1989); no norm, no dilation',
    ),
    'shared',
  ),
  pool: v.optional(
    described(
      v.picklist(['max', 'average', 'stride', 'none']),
      'after each convolution, by 2; stride: the convolution itself steps by 2',
    ),
    'max',
  ),
  top: v.optional(
    described(v.picklist(['flatten', 'average', 'max']), "all places, or each map's mean or largest value"),
    'flatten',
  ),
  hidden: v.optional(described(count(0, MOST_HELD), 'units of the dense layer; 0: none'), 128),
  norm: v.optional(
    described(
      v.picklist(NORMS),
      'normalisation before each ReLU; agents use batch normalisation as it stands',
    ),
    'none',
  ),
  dropout: v.optional(
    described(
      number(0, 0.95),
      'chance of a value to be left out in training, before and after the dense layer',
    ),
    0,
  ),
});

/** @throws unsupported where nothing of the input is left, or steps and gaps go together */
function build(input: Shape, settings: Settings<typeof schema>): Body {
  const { filters, kernel, stride, dilation, padding, weights, pool, top, hidden, norm, dropout } = settings;
  const steps = pool === 'stride' ? 2 * stride : stride;
  if (dilation > 1 && steps > 1) {
    throw new AgonError(
      'unsupported',
      'a convolution has either steps or gaps: with dilation set stride=1 and pool=max, average or none.',
    );
  }
  if (weights === 'unshared' && (dilation > 1 || norm !== 'none')) {
    throw new AgonError('unsupported', 'weights=unshared has neither gaps nor normalisation: set dilation=1 and norm=none.'); // prettier-ignore
  }
  const layers: Record<string, NamedLayers[string]> = {};
  filters.forEach((maps, i) => {
    const window = { size: kernel, stride: steps, padding };
    layers[`conv${i}`] =
      weights === 'shared'
        ? convolution(maps, { ...window, dilation, norm })
        : unsharedConvolution(maps, window);
    if (pool === 'max' || pool === 'average') layers[`pool${i}`] = pooling(pool, 2, 2, padding);
  });
  layers.top = top === 'flatten' ? flatten : globalPooling(top);
  if (dropout > 0) layers.dropout = dropoutLayer(dropout);
  return bodyOf(layers, input, hidden > 0 ? { name: 'hidden', units: hidden, dropout } : undefined);
}

/** `convnet` */
export const convnet: BodyDeclaration<typeof schema> = {
  title: 'convolutions over rows, pictures or volumes, with pools and a dense layer',
  schema,
  reads: rowsPicturesVolumes,
  build,
};

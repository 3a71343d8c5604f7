/** Lesson: what a convolution does (LeCun et al. 1989, 1998). */
import { count, described } from '@agon/core';
import { SCREEN_SIDE } from '@agon/data';
import * as v from 'valibot';
import type { Picture } from '../../inspect/picture.js';
import { lesson } from '../lesson.js';
import { convolve, type FeatureMap } from './convolve.js';
import { frameOf } from './gameScreen.js';
import { KERNEL_SIDE, KERNELS, placesOf } from './kernels.js';

const CHANNELS = ['red', 'green', 'blue'] as const;
/** Pictures of the kernel on its way. */
const STOPS = 10;

const schema = v.strictObject({
  game: v.optional(
    described(
      v.picklist([
        'pixel-breakout',
        'pixel-freeway',
        'pixel-invaders',
        'pixel-pong',
        'minatar-breakout',
        'minatar-seaquest',
      ]),
      'whose screen it moves over',
    ),
    'pixel-invaders',
  ),
  kernel: v.optional(
    described(v.picklist(['blur', 'edges', 'sharpen', 'own']), 'the weights of the window of 3×3'),
    'edges',
  ),
  weights: v.optional(
    described(
      v.pipe(v.array(count(-99, 99)), v.length(KERNEL_SIDE ** 2)),
      'own: nine whole numbers, row by row, such as 1/0/-1/1/0/-1/1/0/-1',
    ),
    [1, 0, -1, 1, 0, -1, 1, 0, -1],
  ),
  channels: v.optional(
    described(
      v.picklist(['all', ...CHANNELS]),
      'which colours the filter sees; its weights for others are 0',
    ),
    'all',
  ),
  stride: v.optional(described(count(1, 8), 'pixels from one place of the window to the next'), 1),
  padding: v.optional(described(count(0, 8), 'zeros around the screen, at each end'), 1),
  filters: v.optional(described(count(1, 1024), 'filters of the layer whose parameters are counted'), 16),
});

/** Parameters of the same layer three ways: one filter for all places, one for each place, and every pixel to every value. */
export function parametersOf(filters: number, places: number) {
  const perFilter = KERNEL_SIDE ** 2 * CHANNELS.length + 1;
  return {
    shared: filters * perFilter,
    unshared: places * filters * perFilter,
    dense: places * filters * (SCREEN_SIDE ** 2 * CHANNELS.length + 1),
  };
}

/** A map as a grey picture, its least value black and its largest white; what is not there yet is black. */
function pictureOf(caption: string, { height, width, values }: FeatureMap, shown = values.length): Picture {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const range = values.reduce((a, b) => Math.max(a, b), -Infinity) - least;
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < shown; i++) pixels[i] = range > 0 ? Math.round((255 * (values[i] - least)) / range) : 0;
  return { caption, shape: [height, width, 1], pixels };
}

/** The screen with the window's place in yellow. */
function withWindow(screen: Uint8Array, top: number, left: number): Picture {
  const pixels = screen.slice();
  for (let y = Math.max(0, top); y < Math.min(SCREEN_SIDE, top + KERNEL_SIDE); y++)
    for (let x = Math.max(0, left); x < Math.min(SCREEN_SIDE, left + KERNEL_SIDE); x++)
      pixels.set([255, 220, 0], (y * SCREEN_SIDE + x) * CHANNELS.length);
  return { caption: 'screen and window', shape: [SCREEN_SIDE, SCREEN_SIDE, 3], pixels };
}

export const convolution = lesson({
  id: 'convolution',
  title: 'What a convolution does',
  question: 'What does a network see that looks at a screen through one small window?',
  sentences: [
    'The window moves over the screen; at each place its weights are multiplied with the pixels of all three channels below it, and the sum is one value of the feature map.',
    'A side of n pixels with padding p, windows of k and steps of s has floor((n + 2p − k) / s) + 1 places.',
    'The same weights serve all places, so that the layer has a few hundred parameters where one with weights for each place, or a dense one, has up to many millions.',
  ],
  paper:
    'LeCun et al. 1989, Backpropagation applied to handwritten zip code recognition; LeCun et al. 1998, Gradient-based learning',
  command: 'npx agon learn convolution --set kernel=own --set weights=1/0/-1/2/0/-2/1/0/-1 --set stride=2',
  usedBy:
    'The first layers of every agent that reads screens or boards: minatar-cnn, nature-cnn, residual-tower.',
  schema,
  async *run({ game, kernel, weights, channels, stride, padding, filters }, { seed, signal }) {
    const screen = frameOf(game, 200, `convolution ${seed}`);
    const scaled = Float32Array.from(screen, (byte) => byte / 255);
    const own = kernel === 'own' ? weights : KERNELS[kernel];
    const shape = [SCREEN_SIDE, SCREEN_SIDE, CHANNELS.length];
    const filterOf = (isSeen: (name: (typeof CHANNELS)[number]) => boolean): number[] =>
      own.flatMap((weight) => CHANNELS.map((name) => (isSeen(name) ? weight : 0)));
    const moving = { side: KERNEL_SIDE, stride, padding };
    const seen = CHANNELS.filter((name) => channels === 'all' || channels === name);
    const parts: FeatureMap[] = [];
    for (const name of seen)
      parts.push(await convolve(scaled, shape, { ...moving, filter: filterOf((each) => each === name) }));
    const map = await convolve(scaled, shape, { ...moving, filter: filterOf((each) => seen.includes(each)) });
    const parameters = parametersOf(filters, map.height * map.width);
    const most = Math.log10(parameters.dense);
    for (let stop = 1; stop <= STOPS && !signal?.aborted; stop++) {
      const place = Math.ceil((map.values.length * stop) / STOPS) - 1;
      const [row, column] = [Math.floor(place / map.width), place % map.width];
      yield {
        done: stop / STOPS,
        numbers: {
          sideByFormula: placesOf(SCREEN_SIDE, KERNEL_SIDE, padding, stride),
          height: map.height,
          width: map.width,
          sharedParameters: parameters.shared,
          unsharedParameters: parameters.unshared,
          denseParameters: parameters.dense,
        },
        figure: {
          panels: [
            {
              kind: 'gallery',
              title: `${kernel}, stride ${stride}, padding ${padding}: ${map.height}×${map.width} places`,
              columns: 3,
              pictures: [
                withWindow(screen, row * stride - padding, column * stride - padding),
                pictureOf('feature map', map, place + 1),
                ...parts.map((part, i) => pictureOf(`part of ${seen[i]}`, part, place + 1)),
              ],
            },
            {
              kind: 'bars',
              title: `Parameters of ${filters} such filters (bars: number of digits)`,
              most,
              items: [
                { label: 'shared weights', value: parameters.shared },
                { label: 'weights for each place', value: parameters.unshared },
                { label: 'dense', value: parameters.dense },
              ].map(({ label, value }) => ({
                label,
                value: Math.log10(value),
                text: value.toLocaleString('en-US'),
              })),
            },
          ],
        },
      };
    }
  },
});

/** Pictures changed at random, so that a network learns what does not matter: place, side, size, light. */
import { count, fraction, number, type Rng } from '@agon/core';
import * as v from 'valibot';
import type { PictureShape } from '../pictures.js';

/** Settings of augmentation, as entries for a trainer's schema; by default nothing is changed. */
export const augmentEntries = {
  shift: v.optional(count(0, 64), 0),
  flip: v.optional(v.boolean(), false),
  crop: v.optional(number(0.1, 1), 1),
  colour: v.optional(fraction, 0),
};
export type Augmentation = v.InferOutput<v.StrictObjectSchema<typeof augmentEntries, undefined>>;

/** The middle of what a byte holds, which contrast leaves alone. */
const MIDDLE = 128;
const LEVELS = 256;

/** Changes batches of pictures in place. Allocates nothing after its construction. */
export class Augmenter {
  private readonly shape: PictureShape;
  private readonly options: Augmentation;
  /** [height, width, channels] The picture before a change. */
  private readonly before: Uint8Array;
  /** [channels, 256] What each value becomes. */
  private readonly levels: Uint8Array;

  constructor(shape: PictureShape, options: Augmentation) {
    const [height, width, channels] = shape;
    this.shape = shape;
    this.options = options;
    this.before = new Uint8Array(height * width * channels);
    this.levels = new Uint8Array(channels * LEVELS);
  }

  /**
   * Changes pictures, each in its own way.
   * @param pixels [n, height, width, channels]
   */
  apply(pixels: Uint8Array, rng: Rng): void {
    const { before, options } = this;
    const { shift, flip, crop, colour } = options;
    for (let start = 0; start < pixels.length; start += before.length) {
      if (crop < 1) this.crop(pixels, start, crop + rng.uniform() * (1 - crop), rng);
      if (shift > 0)
        this.shift(pixels, start, rng.int(2 * shift + 1) - shift, rng.int(2 * shift + 1) - shift);
      if (flip && rng.int(2) === 1) this.flip(pixels, start);
      if (colour > 0) this.colour(pixels, start, colour, rng);
    }
  }

  private remember(pixels: Uint8Array, start: number): void {
    const { before } = this;
    for (let i = 0; i < before.length; i++) before[i] = pixels[start + i];
  }

  /** Moves a picture right and down; its edge is repeated into what becomes free. */
  private shift(pixels: Uint8Array, start: number, right: number, down: number): void {
    const [height, width, channels] = this.shape;
    const { before } = this;
    this.remember(pixels, start);
    for (let y = 0, at = start; y < height; y++) {
      const row = Math.min(height - 1, Math.max(0, y - down)) * width;
      for (let x = 0; x < width; x++) {
        const from = (row + Math.min(width - 1, Math.max(0, x - right))) * channels;
        for (let c = 0; c < channels; c++) pixels[at++] = before[from + c];
      }
    }
  }

  private flip(pixels: Uint8Array, start: number): void {
    const [height, width, channels] = this.shape;
    for (let y = 0; y < height; y++) {
      let left = start + y * width * channels;
      let right = left + (width - 1) * channels;
      for (; left < right; left += channels, right -= channels) {
        for (let c = 0; c < channels; c++) {
          const value = pixels[left + c];
          pixels[left + c] = pixels[right + c];
          pixels[right + c] = value;
        }
      }
    }
  }

  /** Enlarges a part to the whole; the part has `size` of the sides and lies anywhere. Linear between the centres of pixels. */
  private crop(pixels: Uint8Array, start: number, size: number, rng: Rng): void {
    const [height, width, channels] = this.shape;
    const { before } = this;
    this.remember(pixels, start);
    const top = rng.uniform() * (1 - size) * height;
    const left = rng.uniform() * (1 - size) * width;
    for (let y = 0, at = start; y < height; y++) {
      const fromY = Math.min(height - 1, Math.max(0, top + (y + 0.5) * size - 0.5));
      const y0 = Math.floor(fromY);
      const upper = y0 * width;
      const lower = Math.min(height - 1, y0 + 1) * width;
      const wy = fromY - y0;
      for (let x = 0; x < width; x++) {
        const fromX = Math.min(width - 1, Math.max(0, left + (x + 0.5) * size - 0.5));
        const x0 = Math.floor(fromX);
        const x1 = Math.min(width - 1, x0 + 1);
        const wx = fromX - x0;
        for (let c = 0; c < channels; c++) {
          const above =
            before[(upper + x0) * channels + c] * (1 - wx) + before[(upper + x1) * channels + c] * wx;
          const below =
            before[(lower + x0) * channels + c] * (1 - wx) + before[(lower + x1) * channels + c] * wx;
          pixels[at++] = Math.round(above * (1 - wy) + below * wy);
        }
      }
    }
  }

  /** Brightness up to half the range, contrast up to twofold or none, tint by each channel's own gain; all at `strength` 1. */
  private colour(pixels: Uint8Array, start: number, strength: number, rng: Rng): void {
    const [, , channels] = this.shape;
    const { levels, before } = this;
    const light = (2 * rng.uniform() - 1) * strength * MIDDLE;
    const contrast = 1 + (2 * rng.uniform() - 1) * strength;
    for (let c = 0; c < channels; c++) {
      const gain = channels === 1 ? 1 : 1 + ((2 * rng.uniform() - 1) * strength) / 2;
      for (let value = 0; value < LEVELS; value++) {
        const changed = ((value - MIDDLE) * contrast + MIDDLE + light) * gain;
        levels[c * LEVELS + value] = Math.min(255, Math.max(0, Math.round(changed)));
      }
    }
    for (let i = 0; i < before.length; i += channels)
      for (let c = 0; c < channels; c++) pixels[start + i + c] = levels[c * LEVELS + pixels[start + i + c]];
  }
}

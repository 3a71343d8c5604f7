/** Values as colours: 0 is black, more is white, less is blue. */
import type { Picture } from './picture.js';

/** Full blue. */
const BELOW = [70, 140, 255];

/** The largest size of some values; 1 where all are 0, so that they are black. */
export const mostOf = (values: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most || 1;
};

/** [n, 3] bytes. @param most the size of a value that has full colour */
export function coloursOf(values: ArrayLike<number>, most = mostOf(values)): Uint8Array {
  const colours = new Uint8Array(values.length * 3);
  for (let i = 0; i < values.length; i++) {
    const part = Math.max(-1, Math.min(1, values[i] / most));
    for (let c = 0; c < 3; c++) colours[i * 3 + c] = Math.round(part >= 0 ? 255 * part : -part * BELOW[c]);
  }
  return colours;
}

/** One map of a layer. @param shape [height, width, maps] */
export function mapOf(
  values: ArrayLike<number>,
  [height, width, maps]: readonly number[],
  map: number,
): Float32Array {
  return Float32Array.from({ length: height * width }, (_, i) => values[i * maps + map]);
}

/** A map as a picture with a caption. */
export const picturedMap = (
  caption: string,
  [height, width]: readonly number[],
  values: ArrayLike<number>,
  most?: number,
): Picture => ({ caption, shape: [height, width, 3], pixels: coloursOf(values, most) });

/** Of values [height, width, channels] the largest size of each place: what saliency is drawn as (Simonyan et al. 2014, section 3.1). */
export function largestSizes(values: ArrayLike<number>, channels: number): Float32Array {
  const sizes = new Float32Array(values.length / channels);
  for (let i = 0; i < values.length; i++) {
    const place = Math.floor(i / channels);
    sizes[place] = Math.max(sizes[place], Math.abs(values[i]));
  }
  return sizes;
}

/** A picture of values in [0, 1] as bytes. */
export const bytesOf = (values: ArrayLike<number>): Uint8Array =>
  Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));

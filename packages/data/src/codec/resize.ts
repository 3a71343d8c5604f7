/** Pictures brought to one size. */
import type { PictureShape } from '../pictures.js';
import type { Picture } from './picture.js';

/** ITU-R BT.601: how much of red, green and blue is in grey. */
const LUMINANCE = [0.299, 0.587, 0.114];

/** What of the source each pixel of one axis is made of: a run of pixels with weights that sum to one. */
interface Axis {
  readonly starts: Int32Array;
  /** [length, mostRun] */
  readonly weights: Float64Array;
  readonly mostRun: number;
}

/**
 * Where a picture shrinks, each pixel is the mean of the area that it covers; where it grows, it is linear between the centres of
 * pixels.
 * @param from where the part of the source begins that is shown, @param part how long it is
 */
function axisOf(from: number, part: number, sourceLength: number, length: number): Axis {
  const scale = part / length;
  const mostRun = Math.ceil(Math.max(1, scale)) + 2;
  const starts = new Int32Array(length);
  const weights = new Float64Array(length * mostRun);
  for (let i = 0; i < length; i++) {
    const middle = from + (i + 0.5) * scale;
    const reach = Math.max(1, scale) / 2;
    const start = Math.max(0, Math.floor(middle - reach));
    starts[i] = Math.min(start, sourceLength - 1);
    let sum = 0;
    for (let k = 0; k < mostRun && starts[i] + k < sourceLength; k++) {
      // The overlap of a box with a pixel; a box as wide as a pixel makes that linear interpolation.
      const pixel = starts[i] + k;
      const overlap = Math.min(middle + reach, pixel + 1) - Math.max(middle - reach, pixel);
      weights[i * mostRun + k] = Math.max(0, overlap);
      sum += Math.max(0, overlap);
    }
    for (let k = 0; k < mostRun; k++) weights[i * mostRun + k] /= sum;
  }
  return { starts, weights, mostRun };
}

/**
 * Writes a picture in another size: its middle, as large as fits the shape's proportions, in colours or grey.
 * @param out [height, width, channels]
 */
export function resizeInto(picture: Picture, [height, width, channels]: PictureShape, out: Uint8Array): void {
  const zoom = Math.min(picture.width / width, picture.height / height);
  const part = { width: zoom * width, height: zoom * height };
  const across = axisOf((picture.width - part.width) / 2, part.width, picture.width, width);
  const down = axisOf((picture.height - part.height) / 2, part.height, picture.height, height);
  const { rgb } = picture;
  const rows = new Float64Array(picture.height * width * 3);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < width; x++) {
      let [red, green, blue] = [0, 0, 0];
      let at = 3 * (y * picture.width + across.starts[x]);
      for (let k = x * across.mostRun; k < (x + 1) * across.mostRun; k++, at += 3) {
        const weight = across.weights[k];
        if (weight === 0) continue;
        red += weight * rgb[at];
        green += weight * rgb[at + 1];
        blue += weight * rgb[at + 2];
      }
      const to = 3 * (y * width + x);
      rows[to] = red;
      rows[to + 1] = green;
      rows[to + 2] = blue;
    }
  }
  const pixel = new Float64Array(3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixel.fill(0);
      for (let k = 0; k < down.mostRun; k++) {
        const weight = down.weights[y * down.mostRun + k];
        if (weight === 0) continue;
        const at = 3 * ((down.starts[y] + k) * width + x);
        for (let c = 0; c < 3; c++) pixel[c] += weight * rows[at + c];
      }
      const to = (y * width + x) * channels;
      if (channels === 1)
        out[to] = Math.round(pixel.reduce((sum, value, c) => sum + LUMINANCE[c] * value, 0));
      else for (let c = 0; c < 3; c++) out[to + c] = Math.round(pixel[c]);
    }
  }
}

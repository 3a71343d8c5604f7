/** Maps of a layer side by side, as one picture. */
import { encode } from 'fast-png';
import type { Picture } from './picture.js';
import { coloursOf, mapOf, mostOf } from './colours.js';

/** Pixels between two maps, and their value. */
const GAP = 1;
const GAP_VALUE = 96;
/** Maps smaller than this are enlarged, by whole numbers. */
const SIDE = 32;

/**
 * All maps of a layer in rows, in one scale of colours. Units of a dense layer are maps of one place.
 * @param shape [height, width, maps], [units], or [rows, maps]
 */
export function mapSheet(values: ArrayLike<number>, shape: readonly number[]): Picture {
  const maps = shape[shape.length - 1];
  const [height, width] = shape.length === 3 ? shape : [values.length / maps, 1];
  const scale = Math.max(1, Math.floor(SIDE / Math.max(height, width) / (shape.length === 3 ? 1 : 2)));
  const columns = Math.ceil(Math.sqrt(maps));
  const [down, across] = [height * scale + GAP, width * scale + GAP];
  const sheet: readonly [number, number, number] = [
    Math.ceil(maps / columns) * down + GAP,
    columns * across + GAP,
    3,
  ];
  const pixels = new Uint8Array(sheet[0] * sheet[1] * 3).fill(GAP_VALUE);
  const most = mostOf(values);
  for (let map = 0; map < maps; map++) {
    const colours = coloursOf(mapOf(values, [height, width, maps], map), most);
    const [top, left] = [GAP + Math.floor(map / columns) * down, GAP + (map % columns) * across];
    for (let y = 0; y < height * scale; y++)
      for (let x = 0; x < width * scale; x++) {
        const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * 3;
        pixels.set(colours.subarray(from, from + 3), ((top + y) * sheet[1] + left + x) * 3);
      }
  }
  return { caption: '', shape: sheet, pixels };
}

/** A picture as the bytes of a PNG. */
export const pngOf = ({ shape: [height, width, channels], pixels }: Picture): Uint8Array =>
  encode({ width, height, channels, data: pixels });

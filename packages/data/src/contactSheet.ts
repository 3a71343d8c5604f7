/** A contact sheet: many pictures of a dataset on one. */
import { encode } from 'fast-png';
import type { PictureDataset, SplitName } from './pictures.js';

/** Pixels between two pictures, and their value. */
const GAP = 2;
const GAP_VALUE = 128;
/** Pictures smaller than this are shown enlarged. */
const SMALL = 48;
/** Rows of fewer pictures of one class are put behind each other. */
const LEAST_IN_ROW = 5;

/**
 * A PNG of pictures of a split, class by class: of each as many, one at least, `count` in all where there are enough. Where there are
 * several of a class, a row is one class.
 */
export async function contactSheet(
  { shape, classes, splits }: PictureDataset,
  split: SplitName,
  count: number,
): Promise<Uint8Array> {
  const [height, width, channels] = shape;
  const perClass = Math.max(1, Math.floor(count / classes.length));
  const chosen = firstOfEach(splits[split].labels, classes.length, perClass).slice(0, count);
  const columns = perClass < LEAST_IN_ROW ? Math.ceil(Math.sqrt(chosen.length)) : perClass;
  const scale = Math.max(height, width) < SMALL ? 2 : 1;
  const places =
    perClass < LEAST_IN_ROW ? chosen.map((_, i) => i) : rowsOf(chosen, splits[split].labels, columns);
  const rows = 1 + Math.floor(Math.max(0, ...places) / Math.max(1, columns));
  const cell = { width: width * scale + GAP, height: height * scale + GAP };
  const sheet = {
    width: Math.max(1, columns) * cell.width + GAP,
    height: rows * cell.height + GAP,
    channels,
    data: new Uint8Array(
      (Math.max(1, columns) * cell.width + GAP) * (rows * cell.height + GAP) * channels,
    ).fill(GAP_VALUE),
  };
  const pixels = new Uint8Array(height * width * channels);
  for (const [i, index] of chosen.entries()) {
    await splits[split].read([index], pixels);
    const left = GAP + (places[i] % columns) * cell.width;
    const top = GAP + Math.floor(places[i] / columns) * cell.height;
    for (let y = 0; y < height * scale; y++) {
      for (let x = 0; x < width * scale; x++) {
        const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
        const to = ((top + y) * sheet.width + left + x) * channels;
        for (let c = 0; c < channels; c++) sheet.data[to + c] = pixels[from + c];
      }
    }
  }
  return encode(sheet);
}

/** The indices of the first pictures of each class, the first class's first. */
function firstOfEach(labels: Int32Array, numClasses: number, most: number): number[] {
  const found = Array.from({ length: numClasses }, (): number[] => []);
  labels.forEach((label, index) => {
    if (found[label].length < most) found[label].push(index);
  });
  return found.flat();
}

/** The place of each picture where every class begins a row. */
function rowsOf(chosen: readonly number[], labels: Int32Array, columns: number): number[] {
  let row = -1;
  let column = 0;
  return chosen.map((index, i) => {
    const isNew = i === 0 || labels[index] !== labels[chosen[i - 1]];
    [row, column] = isNew ? [row + 1, 0] : [row, column + 1];
    return row * columns + column;
  });
}

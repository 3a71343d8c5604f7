/** How deep sea looks: the diver, the treasure, and the water that cannot be reached. */
import type { Drawing } from '../drawing.js';
import { BACKGROUND, BLUE, GRID, gridLines, TextGrid, YELLOW } from '../palette.js';
import type { DeepSea } from './deepSea.js';

/** The present position, cells of size 1; once the bottom is passed the diver stays there. */
export function drawDeepSea({ size, row, column }: DeepSea): Drawing {
  const marks = gridLines(size);
  const text = new TextGrid(size);
  for (let y = 0; y < size - 1; y++) {
    marks.push({ kind: 'rect', x: y + 1, y, width: size - y - 1, height: 1, fill: GRID });
    for (let x = y + 1; x < size; x++) text.set(x, y, '#');
  }
  marks.push({
    kind: 'rect',
    x: size - 0.85,
    y: size - 0.7,
    width: 0.7,
    height: 0.5,
    fill: YELLOW,
  });
  text.set(size - 1, size - 1, '$');
  const depth = Math.min(row, size - 1);
  marks.push({ kind: 'circle', x: column + 0.5, y: depth + 0.5, radius: 0.32, fill: BLUE });
  text.set(column, depth, '@');
  return { width: size, height: size, background: BACKGROUND, marks, text: text.toString() };
}

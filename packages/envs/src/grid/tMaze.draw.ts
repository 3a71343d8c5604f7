/** How the T-maze looks from above: the corridor, both turns, the player, and the sign while it can be read. */
import type { Drawing, Mark } from '../drawing.js';
import { BACKGROUND, BLUE, GREY, TextGrid, YELLOW } from '../palette.js';
import type { TMaze } from './tMaze.js';

/** The present position; cells are of size 1. */
export function drawTMaze({ length, position, goalIsUp, turned }: TMaze): Drawing {
  const columns = length + 1;
  const marks: Mark[] = [];
  const text = new TextGrid(columns, 3, '#');
  const floor = (x: number, y: number): void => {
    marks.push({ kind: 'rect', x: x + 0.04, y: y + 0.04, width: 0.92, height: 0.92, fill: GREY });
    text.set(x, y, '.');
  };
  for (let x = 0; x < columns; x++) floor(x, 1);
  floor(length, 0);
  floor(length, 2);
  if (position === 0) {
    const tip = goalIsUp ? 0.1 : 2.9;
    const foot = goalIsUp ? 0.8 : 2.2;
    for (const side of [0.25, 0.75])
      marks.push({ kind: 'line', x1: side, y1: foot, x2: 0.5, y2: tip, stroke: YELLOW, strokeWidth: 0.1 });
    text.set(0, goalIsUp ? 0 : 2, goalIsUp ? '^' : 'v');
  }
  marks.push({ kind: 'circle', x: position + 0.5, y: 1.5 + turned, radius: 0.32, fill: BLUE });
  text.set(position, 1 + turned, '@');
  return { width: columns, height: 3, background: BACKGROUND, marks, text: text.toString() };
}

/** How MinAtar Breakout looks: cells of size 1 on a 10×10 board. */
import type { Drawing } from '../drawing.js';
import type { Breakout } from './breakout.js';
import { BACKGROUND, BLUE, GREEN, gridLines, ORANGE, RED, TextGrid, WHITE, YELLOW } from '../palette.js';

const SIDE = 10;
/** The wall's colours from the top row on. */
const BRICK_COLOURS = [RED, ORANGE, YELLOW, GREEN];

/** Bricks `=`, paddle `_`, ball `o`, its last cell `,`. */
export function drawBreakout(game: Breakout): Drawing {
  const marks = gridLines(SIDE);
  const text = new TextGrid(SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (!game.hasBrick(x, y)) continue;
      const fill = BRICK_COLOURS[(y - 1 + BRICK_COLOURS.length) % BRICK_COLOURS.length];
      marks.push({ kind: 'rect', x: x + 0.04, y: y + 0.1, width: 0.92, height: 0.8, fill });
      marks.push({
        kind: 'rect',
        x: x + 0.04,
        y: y + 0.1,
        width: 0.92,
        height: 0.16,
        fill: WHITE,
        alpha: 0.25,
      });
      text.set(x, y, '=');
    }
  }
  marks.push({
    kind: 'circle',
    x: game.lastX + 0.5,
    y: game.lastY + 0.5,
    radius: 0.22,
    fill: WHITE,
    alpha: 0.25,
  });
  text.set(game.lastX, game.lastY, ',');
  marks.push({ kind: 'rect', x: game.pos + 0.02, y: SIDE - 0.7, width: 0.96, height: 0.4, fill: BLUE });
  marks.push({
    kind: 'rect',
    x: game.pos + 0.02,
    y: SIDE - 0.7,
    width: 0.96,
    height: 0.12,
    fill: WHITE,
    alpha: 0.3,
  });
  text.set(game.pos, SIDE - 1, '_');
  const ball = game.terminal ? RED : WHITE;
  marks.push({ kind: 'circle', x: game.x + 0.5, y: game.y + 0.5, radius: 0.34, fill: ball });
  text.set(game.x, game.y, 'o');
  return { width: SIDE, height: SIDE, background: BACKGROUND, marks, text: text.toString() };
}

/** How MinAtar Asterix looks: cells of size 1 on a 10×10 board. */
import type { Drawing } from '../drawing.js';
import { EMPTY, NUM_SLOTS, type Asterix } from './asterix.js';
import { BACKGROUND, BLUE, gridLines, RED, TextGrid, WHITE, YELLOW } from '../palette.js';

const SIDE = 10;

/** Player `@`, enemies `x`, gold `$`, the cell behind each `-`. */
export function drawAsterix(game: Asterix): Drawing {
  const marks = gridLines(SIDE);
  const text = new TextGrid(SIDE);
  for (let slot = 0; slot < NUM_SLOTS; slot++) {
    const x = game.slotX[slot];
    if (x === EMPTY) continue;
    const y = slot + 1;
    const gold = game.slotGold[slot] === 1;
    const fill = gold ? YELLOW : RED;
    const behind = game.slotRight[slot] ? x - 1 : x + 1;
    marks.push({ kind: 'rect', x: behind + 0.2, y: y + 0.42, width: 0.6, height: 0.16, fill, alpha: 0.4 });
    text.set(behind, y, '-');
    if (gold) {
      marks.push({ kind: 'circle', x: x + 0.5, y: y + 0.5, radius: 0.34, fill });
      marks.push({ kind: 'text', x: x + 0.5, y: y + 0.5, text: '$', size: 0.5, fill: BACKGROUND });
    } else {
      marks.push({ kind: 'rect', x: x + 0.12, y: y + 0.12, width: 0.76, height: 0.76, fill });
      marks.push({ kind: 'circle', x: x + 0.34, y: y + 0.4, radius: 0.1, fill: WHITE });
      marks.push({ kind: 'circle', x: x + 0.66, y: y + 0.4, radius: 0.1, fill: WHITE });
    }
    text.set(x, y, gold ? '$' : 'x');
  }
  marks.push({
    kind: 'circle',
    x: game.x + 0.5,
    y: game.y + 0.5,
    radius: 0.4,
    fill: game.terminal ? RED : BLUE,
  });
  marks.push({ kind: 'circle', x: game.x + 0.5, y: game.y + 0.4, radius: 0.18, fill: WHITE });
  text.set(game.x, game.y, '@');
  return { width: SIDE, height: SIDE, background: BACKGROUND, marks, text: text.toString() };
}

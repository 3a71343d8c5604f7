/** How MinAtar Space Invaders looks: cells of size 1 on a 10×10 board. */
import type { Drawing } from '../drawing.js';
import { BACKGROUND, BLUE, GREEN, gridLines, RED, TextGrid, VIOLET, WHITE, YELLOW } from '../palette.js';
import type { SpaceInvaders } from './spaceInvaders.js';

const SIDE = 10;
/** By row, so that the formation can be followed. */
const ALIEN_COLOURS = [VIOLET, BLUE, GREEN, YELLOW];

/** Cannon `A`, aliens `<` or `>` as they march, our bullets `'`, theirs `!`. */
export function drawSpaceInvaders(game: SpaceInvaders): Drawing {
  const marks = gridLines(SIDE);
  const text = new TextGrid(SIDE);
  const has = (rows: Int32Array, x: number, y: number): boolean => ((rows[y] >> x) & 1) === 1;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (has(game.aliens, x, y)) {
        const fill = ALIEN_COLOURS[y % ALIEN_COLOURS.length];
        marks.push({ kind: 'rect', x: x + 0.14, y: y + 0.2, width: 0.72, height: 0.45, fill });
        marks.push({ kind: 'rect', x: x + 0.14, y: y + 0.65, width: 0.18, height: 0.2, fill });
        marks.push({ kind: 'rect', x: x + 0.68, y: y + 0.65, width: 0.18, height: 0.2, fill });
        const eyes = game.direction < 0 ? 0.28 : 0.44;
        marks.push({ kind: 'rect', x: x + eyes, y: y + 0.32, width: 0.1, height: 0.16, fill: BACKGROUND });
        marks.push({
          kind: 'rect',
          x: x + eyes + 0.18,
          y: y + 0.32,
          width: 0.1,
          height: 0.16,
          fill: BACKGROUND,
        });
        text.set(x, y, game.direction < 0 ? '<' : '>');
      }
      if (has(game.friendlyBullets, x, y)) {
        marks.push({ kind: 'rect', x: x + 0.44, y: y + 0.2, width: 0.12, height: 0.6, fill: WHITE });
        text.set(x, y, "'");
      }
      if (has(game.enemyBullets, x, y)) {
        marks.push({ kind: 'rect', x: x + 0.44, y: y + 0.2, width: 0.12, height: 0.6, fill: RED });
        text.set(x, y, '!');
      }
    }
  }
  const fill = game.terminal ? RED : BLUE;
  marks.push({ kind: 'rect', x: game.pos + 0.06, y: SIDE - 0.45, width: 0.88, height: 0.4, fill });
  marks.push({ kind: 'rect', x: game.pos + 0.4, y: SIDE - 0.75, width: 0.2, height: 0.35, fill });
  text.set(game.pos, SIDE - 1, 'A');
  return { width: SIDE, height: SIDE, background: BACKGROUND, marks, text: text.toString() };
}

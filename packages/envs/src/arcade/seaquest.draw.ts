/** How MinAtar Seaquest looks: cells of size 1 on a 10×10 board. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import { isRight, xOf, yOf, type PackedList } from './packedList.js';
import { BACKGROUND, GREEN, GREY, ORANGE, RED, TextGrid, VIOLET, WHITE, YELLOW } from '../palette.js';
import type { Seaquest } from './seaquest.js';

const SIDE = 10;
const SKY: Colour = 0x5c86b3;
const WATER: Colour = 0x123a5e;
const FLOOR: Colour = BACKGROUND;

/** Our submarine `@` with `o` behind, fish `f`, submarines `s`, divers `d`, bullets `-` ours and `*` theirs, gauges `#` and `D`. */
export function drawSeaquest(game: Seaquest): Drawing {
  const text = new TextGrid(SIDE);
  const marks: Mark[] = [
    { kind: 'rect', x: 0, y: 0, width: SIDE, height: 0.5, fill: SKY },
    { kind: 'rect', x: 0, y: SIDE - 1, width: SIDE, height: 1, fill: FLOOR },
  ];
  const each = (
    list: PackedList,
    character: string,
    draw: (x: number, y: number, front: number) => Mark[],
  ): void => {
    for (let i = 0; i < list.length; i++) {
      const record = list.records[i];
      marks.push(...draw(xOf(record), yOf(record), isRight(record) ? 1 : -1));
      text.set(xOf(record), yOf(record), character);
    }
  };
  each(game.diverList, 'd', (x, y) => [
    { kind: 'circle', x: x + 0.5, y: y + 0.3, radius: 0.16, fill: YELLOW },
    { kind: 'rect', x: x + 0.38, y: y + 0.42, width: 0.24, height: 0.42, fill: YELLOW },
  ]);
  each(game.fish, 'f', (x, y, front) => [
    { kind: 'circle', x: x + 0.5 + 0.06 * front, y: y + 0.5, radius: 0.28, fill: GREEN },
    { kind: 'rect', x: x + 0.5 - 0.38 * front - 0.1, y: y + 0.3, width: 0.2, height: 0.4, fill: GREEN },
    { kind: 'circle', x: x + 0.5 + 0.2 * front, y: y + 0.42, radius: 0.06, fill: BACKGROUND },
  ]);
  each(game.subs, 's', (x, y, front) => [
    { kind: 'rect', x: x + 0.08, y: y + 0.38, width: 0.84, height: 0.36, fill: VIOLET },
    { kind: 'rect', x: x + 0.36 + 0.1 * front, y: y + 0.18, width: 0.28, height: 0.2, fill: VIOLET },
  ]);
  each(game.friendlyBullets, '-', (x, y) => [
    { kind: 'rect', x: x + 0.2, y: y + 0.45, width: 0.6, height: 0.1, fill: WHITE },
  ]);
  each(game.enemyBullets, '*', (x, y) => [
    { kind: 'rect', x: x + 0.2, y: y + 0.45, width: 0.6, height: 0.1, fill: RED },
  ]);

  const front = game.right ? 1 : -1;
  const hull = game.terminal ? RED : ORANGE;
  const left = Math.min(game.x, game.x - front);
  marks.push({ kind: 'rect', x: left + 0.1, y: game.y + 0.34, width: 1.8, height: 0.42, fill: hull });
  marks.push({ kind: 'rect', x: left + 0.75, y: game.y + 0.12, width: 0.5, height: 0.22, fill: hull });
  marks.push({ kind: 'circle', x: game.x + 0.5 + 0.15 * front, y: game.y + 0.55, radius: 0.12, fill: WHITE });
  text.set(game.x - front, game.y, 'o');
  text.set(game.x, game.y, '@');

  const gauge = game.oxygenGauge();
  marks.push({
    kind: 'rect',
    x: 0.1,
    y: SIDE - 0.6,
    width: SIDE - 0.2,
    height: 0.3,
    fill: GREY,
    alpha: 0.25,
  });
  marks.push({
    kind: 'rect',
    x: 0.1,
    y: SIDE - 0.6,
    width: gauge * 0.98,
    height: 0.3,
    fill: gauge > 2 ? WHITE : RED,
  });
  for (let x = 0; x < gauge; x++) text.set(x, SIDE - 1, '#');
  for (let x = SIDE - 1 - game.divers; x < SIDE - 1; x++) {
    marks.push({ kind: 'circle', x: x + 0.5, y: SIDE - 0.45, radius: 0.24, fill: YELLOW });
    text.set(x, SIDE - 1, 'D');
  }
  return { width: SIDE, height: SIDE, background: WATER, marks, text: text.toString() };
}

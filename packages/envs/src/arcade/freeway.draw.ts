/** How MinAtar Freeway looks: cells of size 1 on a 10×10 board. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import { CHICKEN_X, NUM_CARS, type Freeway } from './freeway.js';
import { BLUE, GREEN, GREY, ORANGE, RED, TextGrid, VIOLET, WHITE, YELLOW } from '../palette.js';

const SIDE = 10;
const PAVEMENT: Colour = 0x2f4136;
const ROAD: Colour = 0x20242d;
/** By |speed|; the lower the number the faster the car. */
const CAR_COLOURS: readonly Colour[] = [GREY, RED, ORANGE, VIOLET, BLUE, GREEN];

/** Chicken `@`, cars `>` and `<` with their speed number behind them, pavement `_`. */
export function drawFreeway(game: Freeway): Drawing {
  const text = new TextGrid(SIDE);
  const marks: Mark[] = [{ kind: 'rect', x: 0, y: 1, width: SIDE, height: NUM_CARS, fill: ROAD }];
  for (let y = 2; y <= NUM_CARS; y++) {
    for (let x = 0; x < SIDE; x++) {
      marks.push({
        kind: 'line',
        x1: x + 0.3,
        y1: y,
        x2: x + 0.7,
        y2: y,
        stroke: GREY,
        strokeWidth: 0.04,
        alpha: 0.5,
      });
    }
  }
  for (let x = 0; x < SIDE; x++) {
    text.set(x, 0, '_');
    text.set(x, SIDE - 1, '_');
  }
  for (let car = 0; car < NUM_CARS; car++) {
    const x = game.carX[car];
    const y = car + 1;
    const speed = game.carSpeed[car];
    const fill = CAR_COLOURS[Math.abs(speed)];
    marks.push({ kind: 'rect', x: x + 0.06, y: y + 0.2, width: 0.88, height: 0.6, fill });
    marks.push({
      kind: 'rect',
      x: x + (speed > 0 ? 0.5 : 0.25),
      y: y + 0.28,
      width: 0.25,
      height: 0.44,
      fill: WHITE,
      alpha: 0.6,
    });
    marks.push({
      kind: 'rect',
      x: game.behind(car) + 0.3,
      y: y + 0.44,
      width: 0.4,
      height: 0.12,
      fill,
      alpha: 0.5,
    });
    text.set(game.behind(car), y, `${Math.abs(speed)}`);
    text.set(x, y, speed > 0 ? '>' : '<');
  }
  const beak = { x: CHICKEN_X + 0.43, y: game.pos + 0.1, width: 0.14, height: 0.2 };
  marks.push({ kind: 'rect', ...beak, fill: ORANGE });
  marks.push({ kind: 'circle', x: CHICKEN_X + 0.5, y: game.pos + 0.55, radius: 0.32, fill: YELLOW });
  text.set(CHICKEN_X, game.pos, '@');
  return { width: SIDE, height: SIDE, background: PAVEMENT, marks, text: text.toString() };
}

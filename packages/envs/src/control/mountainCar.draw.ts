/** How mountain car looks: the hill sin 3x, the car on it and the flag at the goal. */
import type { Drawing, Mark } from '../drawing.js';
import { BACKGROUND, BLUE, GREY, TextGrid, WHITE, YELLOW } from '../palette.js';
import { GOAL, MAX_POSITION, MIN_POSITION, type MountainCar } from './mountainCar.js';

const WIDTH = MAX_POSITION - MIN_POSITION;
const HEIGHT = 1.2;
const SEGMENTS = 60;
const COLUMNS = 55;
const ROWS = 16;

/** The height of the hill as a drawing has it, from the top. */
function hill(position: number): number {
  return HEIGHT - 0.1 - 0.45 * (1 + Math.sin(3 * position));
}

/** The present position, to the scale of `position`. */
export function drawMountainCar({ position }: MountainCar): Drawing {
  const marks: Mark[] = [];
  for (let i = 0; i < SEGMENTS; i++) {
    const [x1, x2] = [(i / SEGMENTS) * WIDTH, ((i + 1) / SEGMENTS) * WIDTH];
    marks.push({
      kind: 'line',
      x1,
      y1: hill(MIN_POSITION + x1),
      x2,
      y2: hill(MIN_POSITION + x2),
      stroke: GREY,
      strokeWidth: 0.02,
    });
  }
  const flag = { x: GOAL - MIN_POSITION, y: hill(GOAL) };
  const car = { x: position - MIN_POSITION, y: hill(position) };
  marks.push(
    { kind: 'line', x1: flag.x, y1: flag.y, x2: flag.x, y2: flag.y - 0.17, stroke: WHITE, strokeWidth: 0.01 },
    { kind: 'rect', x: flag.x, y: flag.y - 0.17, width: 0.1, height: 0.06, fill: YELLOW },
    { kind: 'circle', x: car.x, y: car.y - 0.045, radius: 0.045, fill: BLUE },
  );
  const text = new TextGrid(COLUMNS, ROWS, ' ');
  const column = (x: number): number => Math.round((x / WIDTH) * (COLUMNS - 1));
  const row = (y: number): number => Math.round((y / HEIGHT) * (ROWS - 1));
  for (let i = 0; i < COLUMNS; i++) text.set(i, row(hill(MIN_POSITION + (i / (COLUMNS - 1)) * WIDTH)), '.');
  text.set(column(flag.x), row(flag.y) - 1, '|');
  text.set(column(flag.x), row(flag.y) - 2, '►');
  text.set(column(car.x), row(car.y), 'O');
  return { width: WIDTH, height: HEIGHT, background: BACKGROUND, marks, text: text.toString() };
}

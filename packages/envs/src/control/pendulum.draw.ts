/** How the pendulum looks: the rod, and the torque as a bar below. */
import type { Drawing } from '../drawing.js';
import { BACKGROUND, BLUE, GREY, ORANGE, TextGrid, WHITE } from '../palette.js';
import { MAX_TORQUE, type Pendulum } from './pendulum.js';

const SIZE = 2.6;
const CENTRE = SIZE / 2;
const COLUMNS = 41;
const ROWS = 21;

/** The present position; the bar is the last torque, the longest one the greatest torque. */
export function drawPendulum({ theta, torque }: Pendulum): Drawing {
  // Positive angles and torques turn to the left, as in Gymnasium.
  const tip = { x: CENTRE - Math.sin(theta), y: CENTRE - Math.cos(theta) };
  const push = -(torque / MAX_TORQUE);
  const text = new TextGrid(COLUMNS, ROWS, ' ');
  const column = (x: number): number => (x / SIZE) * (COLUMNS - 1);
  const row = (y: number): number => (y / SIZE) * (ROWS - 1);
  text.line(column(CENTRE), row(CENTRE), column(tip.x), row(tip.y), 'o');
  text.set(Math.round(column(CENTRE)), Math.round(row(CENTRE)), '+');
  if (push !== 0) text.line(column(CENTRE), ROWS - 1, column(CENTRE + push), ROWS - 1, push < 0 ? '<' : '>');
  return {
    width: SIZE,
    height: SIZE,
    background: BACKGROUND,
    marks: [
      { kind: 'circle', x: CENTRE, y: CENTRE, radius: 1, stroke: GREY, strokeWidth: 0.01 },
      { kind: 'line', x1: CENTRE, y1: CENTRE, x2: tip.x, y2: tip.y, stroke: BLUE, strokeWidth: 0.16 },
      { kind: 'circle', x: CENTRE, y: CENTRE, radius: 0.05, fill: WHITE },
      {
        kind: 'rect',
        x: CENTRE + Math.min(0, push),
        y: SIZE - 0.12,
        width: Math.abs(push),
        height: 0.06,
        fill: ORANGE,
      },
    ],
    text: text.toString(),
  };
}

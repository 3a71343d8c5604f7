/** How the acrobot looks: two links under the bar, and the line that the tip must pass. */
import type { Drawing } from '../drawing.js';
import { BACKGROUND, BLUE, GREY, ORANGE, TextGrid, WHITE } from '../palette.js';
import type { Acrobot } from './acrobot.js';

const SIZE = 4.8;
const BAR = { x: SIZE / 2, y: SIZE / 2 };
const COLUMNS = 49;
const ROWS = 25;

/** The present position; units are lengths of a link. */
export function drawAcrobot({ angles: [theta1, theta2] }: Acrobot): Drawing {
  const joint = { x: BAR.x + Math.sin(theta1), y: BAR.y + Math.cos(theta1) };
  const tip = { x: joint.x + Math.sin(theta1 + theta2), y: joint.y + Math.cos(theta1 + theta2) };
  const text = new TextGrid(COLUMNS, ROWS, ' ');
  const column = (x: number): number => (x / SIZE) * (COLUMNS - 1);
  const row = (y: number): number => (y / SIZE) * (ROWS - 1);
  text.line(0, row(BAR.y - 1), COLUMNS - 1, row(BAR.y - 1), '-');
  text.line(column(BAR.x), row(BAR.y), column(joint.x), row(joint.y), 'o');
  text.line(column(joint.x), row(joint.y), column(tip.x), row(tip.y), 'x');
  text.set(Math.round(column(BAR.x)), Math.round(row(BAR.y)), '+');
  return {
    width: SIZE,
    height: SIZE,
    background: BACKGROUND,
    marks: [
      { kind: 'line', x1: 0, y1: BAR.y - 1, x2: SIZE, y2: BAR.y - 1, stroke: GREY, strokeWidth: 0.02 },
      { kind: 'line', x1: BAR.x, y1: BAR.y, x2: joint.x, y2: joint.y, stroke: BLUE, strokeWidth: 0.18 },
      { kind: 'line', x1: joint.x, y1: joint.y, x2: tip.x, y2: tip.y, stroke: ORANGE, strokeWidth: 0.18 },
      { kind: 'circle', x: BAR.x, y: BAR.y, radius: 0.08, fill: WHITE },
      { kind: 'circle', x: joint.x, y: joint.y, radius: 0.08, fill: WHITE },
    ],
    text: text.toString(),
  };
}

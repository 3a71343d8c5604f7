/** How cart-pole looks: the track from end to end, the cart and its pole. Units are metres. */
import type { Drawing } from '../drawing.js';
import { BACKGROUND, BLUE, GREY, ORANGE, TextGrid, WHITE } from '../palette.js';
import type { CartPole } from './cartPole.js';

const WIDTH = 4.8;
const HEIGHT = 2.4;
const TRACK = 1.8;
const CART_WIDTH = 0.6;
const CART_HEIGHT = 0.3;
/** Twice the pole's half length. */
const POLE = 1;
const COLUMNS = 49;
const ROWS = 13;

/** The present position. */
export function drawCartPole({ x, theta }: CartPole): Drawing {
  const centre = x + WIDTH / 2;
  const top = TRACK - CART_HEIGHT;
  const tip = { x: centre + POLE * Math.sin(theta), y: top - POLE * Math.cos(theta) };
  const text = new TextGrid(COLUMNS, ROWS, ' ');
  const column = (place: number): number => Math.round((place / WIDTH) * (COLUMNS - 1));
  text.line(0, ROWS - 2, COLUMNS - 1, ROWS - 2, '─');
  for (let i = -3; i <= 3; i++) text.set(column(centre) + i, ROWS - 3, '█');
  const pole = ROWS - 4;
  text.line(
    column(centre),
    pole,
    column(centre + pole * 0.1 * Math.sin(theta)),
    pole * (1 - Math.cos(theta)),
    'o',
  );
  return {
    width: WIDTH,
    height: HEIGHT,
    background: BACKGROUND,
    marks: [
      { kind: 'line', x1: 0, y1: TRACK, x2: WIDTH, y2: TRACK, stroke: GREY, strokeWidth: 0.03 },
      {
        kind: 'rect',
        x: centre - CART_WIDTH / 2,
        y: top,
        width: CART_WIDTH,
        height: CART_HEIGHT,
        fill: BLUE,
      },
      { kind: 'line', x1: centre, y1: top, x2: tip.x, y2: tip.y, stroke: ORANGE, strokeWidth: 0.1 },
      { kind: 'circle', x: centre, y: top, radius: 0.06, fill: WHITE },
    ],
    text: text.toString(),
  };
}

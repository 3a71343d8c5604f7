/** How the pixel games look: their screen itself, which is also what their observations are made of. */
import type { Drawing } from '../drawing.js';
import type { PixelEnv } from './pixelEnv.js';
import { INK_LUMINANCE, INK_RGB, Screen, SCREEN_HEIGHT, SCREEN_WIDTH } from './screen.js';

/** From dark to light. */
const SHADES = ' .:-=+*#%@';
/** Pixels that a character of a drawing's text stands for. */
const CELL_WIDTH = 4;
const CELL_HEIGHT = 7;

/** The present frame in colours, also of a game that is made grey. */
export function drawScreen(game: PixelEnv): Drawing {
  const screen = new Screen();
  game.show(screen);
  const { pixels } = screen;
  const rgb = new Uint8Array(3 * pixels.length);
  for (let i = 0; i < pixels.length; i++)
    for (let k = 0; k < 3; k++) rgb[3 * i + k] = INK_RGB[3 * pixels[i] + k];
  return {
    width: SCREEN_WIDTH,
    height: SCREEN_HEIGHT,
    background: 0,
    marks: [
      {
        kind: 'screen',
        x: 0,
        y: 0,
        width: SCREEN_WIDTH,
        height: SCREEN_HEIGHT,
        columns: SCREEN_WIDTH,
        rows: SCREEN_HEIGHT,
        rgb,
      },
    ],
    text: shaded(pixels),
  };
}

/** A screen as characters, each as light as its cell. */
function shaded(pixels: Uint8Array): string {
  const lines: string[] = [];
  for (let top = 0; top < SCREEN_HEIGHT; top += CELL_HEIGHT) {
    let line = '';
    for (let left = 0; left < SCREEN_WIDTH; left += CELL_WIDTH) {
      let sum = 0;
      for (let y = top; y < top + CELL_HEIGHT; y++)
        for (let x = left; x < left + CELL_WIDTH; x++) sum += INK_LUMINANCE[pixels[y * SCREEN_WIDTH + x]];
      const mean = sum / (CELL_WIDTH * CELL_HEIGHT);
      line += SHADES[Math.min(SHADES.length - 1, Math.floor((mean / 256) * SHADES.length))];
    }
    lines.push(line);
  }
  return lines.join('\n');
}

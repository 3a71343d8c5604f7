/** A screen of pixels as a terminal shows it: two pixels a character, one above the other, in 24-bit colours. */
import type { Mark } from '@agon/envs';

const RESET = '\u001b[0m';

/**
 * Rows of upper half blocks, at most `maxColumns` wide and `maxRows` high, in the screen's proportions. Each half shows the lightest
 * of the pixels that it stands for: balls and shots are small and light.
 */
export function screenRows(
  screen: Extract<Mark, { kind: 'screen' }>,
  maxColumns: number,
  maxRows: number,
): string[] {
  const { columns, rows, rgb } = screen;
  const scale = Math.min(maxColumns / columns, (2 * maxRows) / rows, 1);
  const width = Math.max(1, Math.floor(columns * scale));
  const height = 2 * Math.max(1, Math.floor((rows * scale) / 2));
  const lightest = (x: number, y: number): string => {
    let best = -1;
    let at = 0;
    for (let row = Math.floor((y * rows) / height); row < Math.floor(((y + 1) * rows) / height); row++) {
      for (
        let column = Math.floor((x * columns) / width);
        column < Math.floor(((x + 1) * columns) / width);
        column++
      ) {
        const start = 3 * (row * columns + column);
        const light = rgb[start] + rgb[start + 1] + rgb[start + 2];
        if (light > best) [best, at] = [light, start];
      }
    }
    return `${rgb[at]};${rgb[at + 1]};${rgb[at + 2]}`;
  };
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    let line = '';
    let before = '';
    for (let x = 0; x < width; x++) {
      const colours = `\u001b[38;2;${lightest(x, y)};48;2;${lightest(x, y + 1)}m`;
      line += colours === before ? '▀' : `${colours}▀`;
      before = colours;
    }
    lines.push(line + RESET);
  }
  return lines;
}

import { describe, expect, it } from 'vitest';
import { screenRows } from './screen.js';

/** A screen with one white pixel. */
function screen(columns: number, rows: number, x: number, y: number) {
  const rgb = new Uint8Array(3 * columns * rows);
  rgb.fill(255, 3 * (y * columns + x), 3 * (y * columns + x) + 3);
  return { kind: 'screen' as const, x: 0, y: 0, width: columns, height: rows, columns, rows, rgb };
}

const plain = (row: string): string => row.replaceAll(/\u001b\[[0-9;]*m/g, '');

describe('a screen in the terminal', () => {
  it('fits the room that there is, in its own proportions', () => {
    for (const [columns, rows] of [
      [80, 24],
      [30, 100],
      [500, 500],
    ]) {
      const lines = screenRows(screen(160, 210, 5, 5), columns, rows);
      const width = plain(lines[0]).length;
      expect(width).toBeLessThanOrEqual(Math.min(columns, 160));
      expect(lines.length).toBeLessThanOrEqual(Math.min(rows, 105));
      expect(Math.abs(width / (2 * lines.length) - 160 / 210)).toBeLessThan(0.05);
    }
  });

  it('keeps single light pixels, in the half that they are in', () => {
    for (const y of [0, 9, 10, 19]) {
      const lines = screenRows(screen(16, 20, 3, y), 8, 5);
      const lit = lines.findIndex((line) => line.includes('255;255;255'));
      expect(lit).toBe(Math.floor(y / 4));
      expect(lines[lit].includes(y % 4 < 2 ? '[38;2;255' : '48;2;255')).toBe(true);
    }
  });
});

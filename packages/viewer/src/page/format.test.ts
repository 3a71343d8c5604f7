import { describe, expect, it } from 'vitest';
import { formatElo, formatNumber, formatPercent, formatSeconds, formatSigned, formatTime } from './format.js';

describe('numbers for people', () => {
  it('groups thousands, keeps two digits, and writes very large and small ones with an exponent', () => {
    const cases: [number, string][] = [
      [0, '0'],
      [-0, '0'],
      [12000, '12,000'],
      [3.14159, '3.14'],
      [-0.5, '-0.5'],
      [0.00012, '1.20e-4'],
      [2.5e9, '2.50e+9'],
    ];
    for (const [value, text] of cases) expect(formatNumber(value)).toBe(text);
  });

  it('always shows the sign of a value', () => {
    expect([0.416, -1, 0, -0.001].map(formatSigned)).toEqual(['+0.42', '−1.00', '+0.00', '+0.00']);
    expect([35.4, -35.4, -0.4, NaN].map(formatElo)).toEqual(['+35', '−35', '+0', '–']);
  });

  it('writes durations in their own unit', () => {
    expect([0.4, 45, 89, 90, 720, 11_100].map(formatSeconds)).toEqual([
      '0 s',
      '45 s',
      '89 s',
      '2 min',
      '12 min',
      '3 h 5 min',
    ]);
  });

  it('writes times, and leaves what is no time as it is', () => {
    expect(formatTime('2026-11-26T12:00:00Z')).toMatch(/^Nov 26, 2026, /);
    for (const text of ['', 'yesterday', '2026-13-45', 'NaN']) expect(formatTime(text)).toBe(text);
  });

  it('rounds shares to whole percents', () => {
    expect([0, 0.125, 0.994, 1].map(formatPercent)).toEqual(['0 %', '13 %', '99 %', '100 %']);
    // Nearly none is not none, and nearly all is not all.
    expect([0.004, 0.999].map(formatPercent)).toEqual(['< 1 %', '> 99 %']);
  });
});

import { describe, expect, it } from 'vitest';
import { formatCount, formatDuration, formatNumber, formatShare, wrapWords } from './format.js';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3599.9, '1 h 00 min'],
    [4320, '1 h 12 min'],
    [-3, '0 s'],
    [Infinity, '–'],
    [NaN, '–'],
  ])('writes %d s as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [12345, '12,345'],
    [12345.6, '12,346'],
    [-0.5, '-0.500'],
    [123.4, '123'],
    [12.34, '12.3'],
    [1.234, '1.23'],
    [0.0042, '0.0042'],
    [1e-9, '1.0e-9'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));
});

describe('formatCount', () => {
  it('knows one from many', () => {
    expect(formatCount(1, 'loss', 'losses')).toBe('1 loss');
    expect(formatCount(0, 'loss', 'losses')).toBe('0 losses');
    expect(formatCount(1200, 'step')).toBe('1,200 steps');
  });
});

describe('wrapWords', () => {
  it('fills lines up to the width and breaks no word', () => {
    expect(wrapWords(['aa', 'bb', 'cccccccc', 'd'], '  ', 8)).toEqual(['  aa bb', '  cccccccc', '  d']);
    expect(wrapWords([], '  ', 8)).toEqual([]);
  });

  it('puts a separator between words, and takes colours for nothing', () => {
    const bold = '\x1b[1mbb\x1b[22m';
    expect(wrapWords(['aa', bold, 'cc'], '  ', 9, ' · ')).toEqual([`  aa · ${bold}`, '  cc']);
  });
});

describe('formatShare', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.5, '50 %'],
    [0.735, '73.5 %'],
    [0.0125, '1.25 %'],
    [0.99987, '99.99 %'],
    [5e-14, '< 0.01 %'],
    [1 - 1e-9, '> 99.99 %'],
  ])('writes %d as %s', (share, text) => expect(formatShare(share)).toBe(text));
});

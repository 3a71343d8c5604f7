import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { collect, count, minutes, natural, number, port, seed } from './flags.js';

describe('count', () => {
  it.each([
    ['1', 1],
    ['500k', 500_000],
    ['1.5m', 1_500_000],
    ['2K', 2000],
    ['1_000_000', 1_000_000],
    ['0.3k', 300],
    ['4.1k', 4100],
  ])('reads %j as %d', (text, value) => expect(count(1e12)(text)).toBe(value));

  it.each([
    '0',
    '-5',
    '1.5',
    '',
    'k',
    '1e3',
    '5x',
    'NaN',
    '0.0001k',
    '99999999g',
    '0x10',
    '1e300',
    '1e3k',
    'Infinity',
    '1001g',
  ])('refuses %j', (text) => {
    expect(() => count(1e12)(text)).toThrowError(InvalidArgumentError);
  });
});

describe('natural, number, minutes and port', () => {
  it('read what they name', () => {
    expect([natural(99)('0'), natural(99)('42')]).toEqual([0, 42]);
    expect([minutes('2'), minutes('0.5'), minutes('.25')]).toEqual([2, 0.5, 0.25]);
    expect([port('0'), port('8080')]).toEqual([0, 8080]);
  });

  it.each([
    [natural(99), '-1'],
    [natural(99), '1.5'],
    [natural(99), ''],
    [natural(99), '100'],
    [seed, '99999999999999999999'],
    [number(10), '10.5'],
    [number(10), '-11'],
    [number(10), 'NaN'],
    [number(10), 'Infinity'],
    [minutes, 'Infinity'],
    [minutes, '600000'],
    [minutes, '0'],
    [minutes, '-1'],
    [minutes, 'two'],
    [minutes, '1e9999'],
    [port, '65536'],
    [port, '-1'],
  ])('refuse what is out of range (%o, %j)', (read, text) => {
    expect(() => read(text)).toThrowError(InvalidArgumentError);
  });
});

describe('collect', () => {
  it('keeps every value in order', () => {
    expect(collect('c', collect('b', collect('a')))).toEqual(['a', 'b', 'c']);
  });
});

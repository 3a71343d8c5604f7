/** Readers for the values of flags; commander turns what they throw into a usage error that names the flag. */
import { InvalidArgumentError } from 'commander';

const SUFFIX: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Reads a number, and says the largest that it takes. */
export interface NumberReader {
  (text: string): number;
  readonly most: number;
}

const shown = (value: number): string => value.toLocaleString('en-US');

/** @param read NaN for what is no number @param range the numbers that are allowed, as an error says them */
function reader(least: number, most: number, range: string, read: (text: string) => number): NumberReader {
  const check = (text: string): number => {
    const value = read(text);
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be ${range}.`);
  };
  return Object.assign(check, { most });
}

/** A whole number from 1 to `most`; "500k" and "1.5m" are short for 500,000 and 1,500,000. */
export function count(most: number): NumberReader {
  return reader(1, most, `a whole number from 1 to ${shown(most)}, such as 2000, 500k or 1.5m`, (text) => {
    const match = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(text.replaceAll('_', ''));
    const value = match ? Math.round(Number(match[1]) * SUFFIX[match[2].toLowerCase()] * 1e6) / 1e6 : NaN;
    return Number.isSafeInteger(value) ? value : NaN;
  });
}

/** A whole number from 0 to `most`. */
export function natural(most: number): NumberReader {
  return reader(0, most, `a whole number from 0 to ${shown(most)}`, digits);
}

const digits = (text: string): number => (/^\d+$/.test(text) ? Number(text) : NaN);

/** A number from −`most` to `most`. */
export function number(most: number): NumberReader {
  const read = (text: string): number => (text.trim() === '' ? NaN : Number(text));
  return reader(-most, most, `a number from ${shown(-most)} to ${shown(most)}`, read);
}

/** The seed of random numbers. */
export const seed = natural(Number.MAX_SAFE_INTEGER);

/** A year. */
const MOST_MINUTES = 527_040;

/** Minutes: a positive number, a year at most. */
export const minutes = reader(
  Number.MIN_VALUE,
  MOST_MINUTES,
  `a number of minutes above 0, such as 2 or 0.5, and ${shown(MOST_MINUTES)} (a year) at most`,
  (text) => (/^\d*\.?\d+$/.test(text) ? Number(text) : NaN),
);

/** A TCP port; 0 lets the system choose. */
export const port = reader(0, 65535, 'a port number from 0 to 65535 (0: any free one)', digits);

/** Collects a flag that may be given many times. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

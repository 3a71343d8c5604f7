/** Readers for the values of flags; commander turns what they throw into a usage error that names the flag. */
import { InvalidArgumentError } from 'commander';

const SUFFIX: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** A positive whole number; "500k" and "1.5m" are short for 500,000 and 1,500,000. */
export function count(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(text.replaceAll('_', ''));
  const value = match ? Math.round(Number(match[1]) * SUFFIX[match[2].toLowerCase()] * 1e6) / 1e6 : NaN;
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('It must be a whole number from 1 on, such as 2000, 500k or 1.5m.');
  }
  return value;
}

/** A whole number from 0 on. */
export function natural(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number from 0 on.');
  return value;
}

/** Any number. */
export function number(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** Minutes: a positive number. */
export function minutes(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (!(value > 0))
    throw new InvalidArgumentError('It must be a number of minutes above 0, such as 2 or 0.5.');
  return value;
}

/** A TCP port; 0 lets the system choose. */
export function port(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= 65535))
    throw new InvalidArgumentError('It must be a port number from 0 to 65535 (0: any free one).');
  return value;
}

/** Collects a flag that may be given many times. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

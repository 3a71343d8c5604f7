/** Functions on [0, 1] to be drawn by networks. */
import { AgonError, nearest } from '@agon/core';
import type { FileStore } from '@agon/learning';

/** A function and where it jumps. */
export interface DrawnFunction {
  readonly jumps: readonly number[];
  at(x: number): number;
}

const wave: DrawnFunction = {
  jumps: [],
  at: (x) => 0.5 + 0.3 * Math.sin(2 * Math.PI * x) + 0.15 * Math.sin(6 * Math.PI * x + 1),
};

const hills: DrawnFunction = {
  jumps: [],
  at: (x) => 0.2 + 0.7 * Math.exp(-120 * (x - 0.3) ** 2) + 0.5 * Math.abs(x - 0.7),
};

const staircase: DrawnFunction = {
  jumps: [0.25, 0.5, 0.75],
  at: (x) => [0.2, 0.8, 0.4, 0.9][Math.min(3, Math.floor(4 * x))],
};

export const FUNCTIONS = { wave, hills, staircase } as const;

/** The function whose graph is a line through heights at equal distances. @param heights in percent, at least two */
export function throughHeights(heights: readonly number[]): DrawnFunction {
  const last = heights.length - 1;
  return {
    jumps: [],
    at(x) {
      const place = Math.min(last, Math.max(0, x * last));
      const left = Math.min(last - 1, Math.floor(place));
      const part = place - left;
      return ((1 - part) * heights[left] + part * heights[left + 1]) / 100;
    },
  };
}

/** The most numbers in a file. */
const MOST_VALUES = 10_000;

/**
 * The function whose graph is a line through the numbers of a text, at equal distances; the least becomes 0 and the largest 1.
 * @param what the text, as it reads in an error
 * @throws bad-file where it is no list of two different numbers or more
 */
export function throughText(text: string, what: string): DrawnFunction {
  const words = text.split(/[\s,;/]+/).filter((word) => word !== '');
  const values = words.map(Number);
  const wrong = words.find((_, i) => !Number.isFinite(values[i]));
  if (wrong !== undefined)
    throw new AgonError('bad-file', `${what} holds "${wrong.slice(0, 40)}", which is no number: give numbers with spaces, commas or lines between them.`); // prettier-ignore
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const range = values.reduce((a, b) => Math.max(a, b), -Infinity) - least;
  if (values.length < 2 || values.length > MOST_VALUES || !(range > 0))
    throw new AgonError('bad-file', `${what} holds ${values.length} numbers: give 2 to ${MOST_VALUES}, not all the same.`); // prettier-ignore
  return throughHeights(values.map((value) => (100 * (value - least)) / range));
}

/** The names that stand for no file. */
export const FUNCTION_NAMES = [...(Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[]), 'own'] as const;

const isKnown = (name: string): name is keyof typeof FUNCTIONS => Object.hasOwn(FUNCTIONS, name);

/**
 * The function that a name stands for: one of ours, `own` (through heights), or the numbers of a file.
 * @throws bad-option where there is no such function and no such file; bad-file
 */
export async function functionOf(
  name: string,
  heights: readonly number[],
  files: FileStore | undefined,
): Promise<DrawnFunction> {
  if (name === 'own') return throughHeights(heights);
  if (isKnown(name)) return FUNCTIONS[name];
  let bytes: Uint8Array;
  try {
    if (!files) throw new AgonError('unsupported', 'nothing was given to read files from.');
    const found = await files.list({ path: name });
    if (found.length !== 1) throw new AgonError('bad-file', `"${name}" is a folder: give a file of numbers.`);
    bytes = await files.read({ path: name }, found[0]);
  } catch (cause) {
    if (!(cause instanceof AgonError) || cause.code === 'bad-file') throw cause;
    const near = nearest(name, FUNCTION_NAMES);
    throw new AgonError(
      'bad-option',
      `"${name}" is no function${near ? `; did you mean "${near}"?` : '.'} There are: ${FUNCTION_NAMES.join(', ')}, or the path of a file of numbers. ${cause.message}`,
      { cause },
    );
  }
  return throughText(new TextDecoder().decode(bytes), name);
}

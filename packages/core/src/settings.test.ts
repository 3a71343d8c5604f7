import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { AgonError } from './errors.js';
import { describeSettings, parseSettings, type KeyWithoutText } from './settings.js';
import { count, described } from './settingValues.js';

const schema = v.strictObject({
  size: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(19), v.description('side of the board')),
    9,
  ),
  rate: v.optional(v.pipe(v.number(), v.minValue(0)), 0.001),
  double: v.optional(v.boolean(), false),
  optimiser: v.optional(v.picklist(['adam', 'rmsprop']), 'adam'),
  hidden: v.optional(v.array(v.number()), [128]),
  title: v.optional(v.string(), ''),
});

/** The faults of a bad input, as text. */
function refusal(input: Record<string, unknown>): AgonError {
  try {
    parseSettings(schema, input, 'environment "go"');
  } catch (error) {
    if (error instanceof AgonError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('parseSettings', () => {
  it('fills in every default', () => {
    expect(parseSettings(schema, {}, 'x')).toEqual({
      size: 9,
      rate: 0.001,
      double: false,
      optimiser: 'adam',
      hidden: [128],
      title: '',
    });
  });

  it('gives text from a command line the types of the schema', () => {
    const text = {
      size: '13',
      rate: '2.5e-4',
      double: 'true',
      optimiser: 'rmsprop',
      hidden: '120/84',
      title: '42',
    };
    expect(parseSettings(schema, text, 'x')).toEqual({
      size: 13,
      rate: 2.5e-4,
      double: true,
      optimiser: 'rmsprop',
      hidden: [120, 84],
      title: '42',
    });
  });

  it('names the nearest key for an unknown one, and lists all where none is near', () => {
    expect(refusal({ sise: 9 }).message).toContain('there is no setting "sise"; did you mean "size"?');
    expect(refusal({ xyzzyplugh: 1 }).message).toMatch(/no setting "xyzzyplugh"\..*size, rate, double/);
    expect(() => parseSettings(v.strictObject({}), { a: 1 }, 'x')).toThrowError('It has no settings.');
  });

  it.each([
    [{ size: '9.5' }, /"size".*integer/],
    [{ size: '1' }, /"size" must be >=2, got 1/],
    [{ size: '20' }, /"size" must be <=19, got 20/],
    [{ size: 'nine' }, /"size" must be number, got "nine"/],
    [{ size: '' }, /"size" must be number, got ""/],
    [{ rate: 'NaN' }, /"rate" must be number/],
    [{ rate: 'Infinity' }, /"rate" must be number/],
    [{ double: 'yes' }, /"double" must be boolean, got "yes"/],
    [{ optimiser: 'sgd' }, /"optimiser" must be \("adam" \| "rmsprop"\), got "sgd"/],
    [{ hidden: '12/x' }, /"hidden\.1" must be number, got "x"/],
  ])('refuses %j with the range and what it got', (input, pattern) => {
    const error = refusal(input);
    expect(error.message).toMatch(pattern);
    expect(error.message).toMatch(/^environment "go": /);
    expect(error.code).toBe('bad-option');
    expect(error.isUsage).toBe(true);
  });

  it('tells every fault at once', () => {
    const { faults } = refusal({ size: 1, sise: 2, double: 'no' }).details as { faults: string[] };
    expect(faults).toHaveLength(3);
  });
});

describe('describeSettings', () => {
  it('tells key, type, default and description, for help texts', () => {
    expect(describeSettings(schema).slice(0, 4)).toEqual([
      { key: 'size', type: 'number', default: 9, description: 'side of the board', least: 2, most: 19 },
      { key: 'rate', type: 'number', default: 0.001, description: '', least: 0 },
      { key: 'double', type: 'boolean', default: false, description: '' },
      { key: 'optimiser', type: 'adam | rmsprop', default: 'adam', description: '' },
    ]);
  });

  it('takes the text of the schema or, where that has none, one that it is given', () => {
    const half = v.strictObject({
      told: v.optional(described(count(1, 9), 'here'), 3),
      untold: count(1, 9),
    });
    const texts = { untold: 'there' } satisfies Record<KeyWithoutText<typeof half>, string>;
    expect(describeSettings(half, texts)).toEqual([
      { key: 'told', type: 'number', default: 3, description: 'here', least: 1, most: 9 },
      { key: 'untold', type: 'number', description: 'there', least: 1, most: 9 },
    ]);
    // @ts-expect-error: the schema has a text of its own
    'told' satisfies KeyWithoutText<typeof half>;
  });
});

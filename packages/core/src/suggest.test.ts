import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AgonError } from './errors.js';
import { editDistance, nearest, unknownName } from './suggest.js';

describe('editDistance', () => {
  // The textbook pairs (Wagner and Fischer; Wikipedia, "Levenshtein distance").
  it.each([
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['flaw', 'lawn', 2],
  ])('counts the edits from %j to %j as %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is a metric: symmetric, 0 only for equal words, and no detour is shorter', () => {
    const word = fc.stringMatching(/^[abc]{0,6}$/);
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
      { seed: 20261123 },
    );
  });
});

describe('nearest', () => {
  const names = ['minatar-breakout', 'tic_tac_toe', 'go', 'gomoku', 'othello'];

  it('finds the name that a typing error meant, whatever the case', () => {
    expect(nearest('gobang', names)).toBeUndefined();
    expect(nearest('gomuko', names)).toBe('gomoku');
    expect(nearest('minatar-brakeout', names)).toBe('minatar-breakout');
    expect(nearest('Tic-Tac-Toe', names)).toBe('tic_tac_toe');
    expect(nearest('oo', names)).toBe('go');
  });

  it('offers nothing that shares no letter, and nothing out of an empty list', () => {
    expect(nearest('zz', names)).toBeUndefined();
    expect(nearest('', names)).toBeUndefined();
    expect(nearest('chess', [])).toBeUndefined();
  });
});

describe('unknownName', () => {
  it('says what was asked, what is near and what to do', () => {
    const error = unknownName(
      'unknown-env',
      'environment',
      'othelo',
      ['othello', 'go'],
      '`agon envs` lists all 2.',
    );
    expect(error).toBeInstanceOf(AgonError);
    expect(error.message).toBe(
      'unknown environment "othelo"; did you mean "othello"? `agon envs` lists all 2.',
    );
    expect(error.details).toEqual({ wrong: 'othelo', near: 'othello', names: ['othello', 'go'] });
    expect(error.isUsage).toBe(true);
  });
});

describe('AgonError', () => {
  it('tells wrong usage from failure by its code', () => {
    expect(new AgonError('bad-option', 'x').isUsage).toBe(true);
    expect(new AgonError('not-finite', 'x').isUsage).toBe(false);
  });

  it('keeps cause and details', () => {
    const cause = new Error('inner');
    const error = new AgonError('internal', 'outer', { cause, details: { step: 3 } });
    expect([error.cause, error.details, error.name]).toEqual([cause, { step: 3 }, 'AgonError']);
  });
});

/** Specs that name a split. */
import { describe, expect, it } from 'vitest';
import { takeSplit } from './splitSpec.js';

describe('the split of a spec', () => {
  it.each([
    ['mnist', 'mnist', 'test'],
    ['mnist:split=train', 'mnist', 'train'],
    ['emoji:names=20,split=validation', 'emoji:names=20', 'validation'],
    ['folder:a,b/split=test/c', 'folder:a,b/split=test/c', 'test'],
    ['folder:pictures,size=32,split=train', 'folder:pictures,size=32', 'train'],
  ])('%s', (spec, data, split) => {
    expect(takeSplit(spec, 'test')).toEqual({ data, split });
  });

  it('is refused where there is none of that name', () => {
    expect(() => takeSplit('mnist:split=tset', 'test')).toThrow(/no split "tset"; there are: train/);
  });
});

/** That every metric has words is a fact of types; what they look like is tested here. */
import { describe, expect, it } from 'vitest';
import { algorithms } from '../algorithms.js';
import { metricWords, wordsIn } from './catalogues.js';

describe('the words of metrics', () => {
  it('are there for what each algorithm declares', () => {
    for (const { id, metrics } of Object.values(algorithms))
      for (const metric of Object.keys(metrics))
        expect(metricWords(metric, 'en'), `${id} ${metric}`).toBeDefined();
  });

  it('are there for nothing that no algorithm declares', () => {
    const declared = new Set(Object.values(algorithms).flatMap(({ metrics }) => Object.keys(metrics)));
    expect(Object.keys(wordsIn('en').metrics).filter((id) => !declared.has(id))).toEqual([]);
    expect(metricWords('toString', 'en')).toBeUndefined();
  });

  it('are a title and whole sentences', () => {
    for (const [title, meaning] of Object.values(wordsIn('en').metrics)) {
      expect(title).toMatch(/^[A-Z]/);
      expect(meaning).toMatch(/^[A-Z0].*\.\)?$/);
    }
  });
});

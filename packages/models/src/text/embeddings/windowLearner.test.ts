import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import type { Corpus } from './corpus.js';
import { partsOf, rowsOf, type WordRows } from './subwords.js';
import { WindowLearner, type WindowSettings } from './windowLearner.js';

/** No multiple of what is computed at a time, and larger than it. */
const DIMENSIONS = 6;
const corpus: Corpus = {
  words: ['a', 'b', 'c', 'd'],
  counts: Int32Array.of(4, 3, 2, 1),
  tokens: Int32Array.of(0, 1),
  lines: Int32Array.of(0, 2),
};
/** The first word has a part of its own. */
const words: WordRows = { rows: Int32Array.of(0, 4, 1, 2, 3), starts: Int32Array.of(0, 2, 3, 4, 5) };
const NUM_ROWS = 5;

const drawn = (length: number, seed: string): Float32Array => {
  const random = new RandomStream(seed);
  return Float32Array.from({ length }, () => random.uniform() - 0.5);
};
const settingsOf = (model: WindowSettings['model']): WindowSettings => ({
  model,
  window: 2,
  negatives: 4,
  subsampling: 0,
});

/** One pass over the line: loss, and what became of the vectors. */
function pass(model: WindowSettings['model'], vectors: Float32Array, contexts: Float32Array, rate: number) {
  const learner = new WindowLearner(corpus, words, settingsOf(model), NUM_ROWS, DIMENSIONS);
  learner.vectors.set(vectors);
  learner.contexts.set(contexts);
  learner.seed(7);
  learner.learn(0, rate);
  // Both words are a target once.
  return { loss: 2 * learner.takeLoss(), learner };
}

describe.each(['skip-gram', 'cbow'] as const)('%s', (model) => {
  it('moves down the slope of its loss (finite differences)', () => {
    const start = {
      vectors: drawn(NUM_ROWS * DIMENSIONS, 'vectors'),
      contexts: drawn(4 * DIMENSIONS, 'contexts'),
    };
    const RATE = 1e-3;
    const { learner } = pass(model, start.vectors, start.contexts, RATE);
    for (const name of ['vectors', 'contexts'] as const) {
      const [before, after] = [start[name], learner[name]];
      for (let i = 0; i < before.length; i++) {
        const lossAt = (change: number): number => {
          const moved = { ...start, [name]: before.with(i, before[i] + change) };
          return pass(model, moved.vectors, moved.contexts, 0).loss;
        };
        const slope = (lossAt(0.01) - lossAt(-0.01)) / 0.02;
        // Rows 0 and 4 are halves of a mean; each takes the whole step.
        const halves = name === 'vectors' && [0, 4].includes(Math.floor(i / DIMENSIONS)) ? 2 : 1;
        expect((after[i] - before[i]) / -RATE).toBeCloseTo(halves * slope, 2);
      }
    }
  });

  it('counts ln 2 for a word and for each drawn beside it, where nothing is known', () => {
    const { loss } = pass(
      model,
      drawn(NUM_ROWS * DIMENSIONS, 'vectors'),
      new Float32Array(4 * DIMENSIONS),
      0,
    );
    const terms = loss / Math.LN2;
    expect(terms).toBeCloseTo(Math.round(terms), 5);
    // Two words, and four drawn beside each of which some are the word itself.
    expect(terms).toBeGreaterThan(2);
    expect(terms).toBeLessThan(10);
  });
});

describe('subsampling', () => {
  it('leaves out frequent words and keeps rare ones', () => {
    const all: Corpus = {
      words: ['the', 'rare'],
      counts: Int32Array.of(999_999, 1),
      tokens: Int32Array.from({ length: 1000 }, (_, i) => i % 2),
      lines: Int32Array.of(0, 1000),
    };
    const learner = new WindowLearner(
      all,
      rowsOf(all.words, 0),
      { model: 'skip-gram', window: 1, negatives: 1, subsampling: 1e-4 },
      2,
      DIMENSIONS,
    );
    learner.vectors.set(drawn(2 * DIMENSIONS, 'vectors'));
    learner.seed(1);
    learner.learn(0, 0.1);
    // With hardly a "the" left, "rare" stands beside "rare", and is what vectors of "rare" learn to tell.
    const [, rare] = [0, 1].map((row) => learner.contexts.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS));
    const vector = learner.vectors.subarray(DIMENSIONS);
    expect(rare.reduce((sum, value, d) => sum + value * vector[d], 0)).toBeGreaterThan(1);
  });
});

describe('parts of words', () => {
  it('are those of the paper', () => {
    expect(partsOf('where').slice(0, 5)).toEqual(['<wh', 'whe', 'her', 'ere', 're>']);
    expect(partsOf('where')).not.toContain('<where>');
    expect(partsOf('ab')).toEqual(['<ab', 'ab>']);
    expect(partsOf('kůň🐴').slice(-1)).toEqual(['<kůň🐴>'.slice(1)]);
  });

  it('have rows behind those of words, the same for the same part', () => {
    const { rows, starts } = rowsOf(['walk', 'walking'], 1000);
    expect([rows[0], rows[starts[1]]]).toEqual([0, 1]);
    const [walk, walking] = [rows.subarray(1, starts[1]), rows.subarray(starts[1] + 1)];
    expect(walk.filter((row) => walking.includes(row)).length).toBeGreaterThanOrEqual(5);
    expect(Math.min(...walk, ...walking)).toBeGreaterThanOrEqual(2);
  });
});

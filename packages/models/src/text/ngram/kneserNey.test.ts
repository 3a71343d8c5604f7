import { Characters, openText } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWith } from '../../../../../test/requirements.js';
import { KneserNey } from './kneserNey.js';

const texts = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 60 });

describe('Kneser–Ney smoothing', () => {
  it('gives a token what it keeps of its count, and a share of what shorter n-grams say', () => {
    // a b a b a c. The bigram ac is there once, ab and ba twice, none three times: the discount is 1 / (1 + 2·2).
    const model = KneserNey.count([0, 1, 0, 1, 0, 2], 3, 2);
    const backOff = (0.2 + 0.2) / 3; // after a: b, discounted, and c
    // In front of a are b and the beginning, in front of b and of c is a: of four continuations two are of tokens that have one, and one
    // token has two: the discount is 2 / (2 + 2·1). The rest goes to all three alike.
    const rest = (3 * 0.5) / 4 / 3;
    expect(model.probability([0, 2], 1)).toBeCloseTo((1 - 0.2) / 3 + backOff * ((1 - 0.5) / 4 + rest), 10);
    expect(model.probability([0, 0], 1)).toBeCloseTo(backOff * ((2 - 0.5) / 4 + rest), 10);
  });

  it('shares 1 among the tokens after any tokens, known or not', () => {
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 1, max: 5 }), (learned, asked, order) => {
        const model = KneserNey.count(learned, 6, order);
        for (let place = 0; place <= asked.length; place++) {
          const all = model.distribution(asked, place, new Float32Array(6));
          expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
          expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('says of each token what it says of all of them', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 4 }), (tokens, order) => {
        const model = KneserNey.count(tokens, 6, order);
        const place = tokens.length - 1;
        const all = model.distribution(tokens, place, new Float32Array(6));
        expect(all[tokens[place]]).toBeCloseTo(model.probability(tokens, place), 6);
      }),
    );
  });
});

describeWith('fixtures', 'on Shakespeare', (fixtures) => {
  it('has 1.52 nats a character with 6-grams; others report 1.56 for one discount a length', async () => {
    const path = join(fixtures, 'text', 'tinyshakespeare.txt.gz');
    const { splits } = await openText(`text:${path}`, diskFiles());
    const text = splits.train + splits.validation;
    const characters = Characters.of(text);
    const model = KneserNey.count(characters.encode(text), characters.size, 6);
    const nats = model.crossEntropy(characters.encode(splits.test));
    expect(nats).toBeGreaterThan(1.5);
    expect(nats).toBeLessThan(1.53);
  }, 60_000);
});

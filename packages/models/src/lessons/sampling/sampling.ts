/** Lesson: how a model writes: temperature, top k and top p (Holtzman et al. 2020), on characters that were counted. */
import { AgonError, count, described, fraction, number, RandomStream } from '@agon/core';
import { Characters, openText, wordsOf } from '@agon/data';
import * as v from 'valibot';
import { NgramModel } from '../../text/language/ngramModel.js';
import { chances, choose } from '../../text/language/sampling/choose.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { AS_IT_IS, chanceBars } from './chanceBars.js';

/** Texts that are written. */
const TEXTS = 4;

const schema = v.strictObject({
  prompt: v.optional(described(v.string(), 'what each text begins with'), 'ROMEO:\nO'),
  temperature: v.optional(
    described(number(0, 5), 'below 1 more of what is likely, above 1 less; 0: always the likeliest'),
    0.7,
  ),
  topK: v.optional(described(count(0, 1000), 'only so many of the likeliest characters; 0: all'), 0),
  topP: v.optional(described(fraction, 'only the fewest that make up this share of all chances; 1: all'), 1),
  order: v.optional(described(count(1, 10), 'characters that are seen at once, the next one counted'), 6),
  length: v.optional(described(count(1, 1000), 'characters of each text'), 120),
});

/** In nats. */
const entropy = (all: ArrayLike<number>): number =>
  Array.from(all).reduce((sum, chance) => (chance > 0 ? sum - chance * Math.log(chance) : sum), 0);

export const sampling = lesson({
  id: 'sampling',
  title: 'Temperature, top k, top p',
  question: 'The same model writes dully or wildly: what do the knobs of writing do to its chances?',
  sentences: [
    'A language model gives every character a chance of being next, and a text is drawn from these chances, character by character.',
    'A low temperature gives more to what is likely anyway, so that nearly all words are words of the book and much is said twice; a high one gives to everything, and words fall apart.',
    'Top k and top p cut off what is unlikely: k keeps as many whether the model is sure or not, p keeps few where it is sure and many where it is not.',
  ],
  paper: 'Holtzman et al. 2020, The curious case of neural text degeneration; Kneser & Ney 1995',
  command: 'npx agon learn sampling --set temperature=1.3 --set topP=0.9',
  usedBy:
    'Every trained language model, in agon sample; in self-play the first moves are drawn by a temperature too.',
  data: ['shakespeare'],
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ prompt, order, length, ...choosing }, { seed, files, signal }) {
    if (!files) throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
    const { splits } = await openText('shakespeare', files);
    const book = splits.train;
    const known = new Set(wordsOf(book));
    const tokeniser = Characters.of(book);
    const begun = tokeniser.encode(prompt === '' ? '\n' : prompt);
    const model = new NgramModel(order, tokeniser, tokeniser.encode(book));

    let first: Float32Array | undefined;
    const texts: string[] = [];
    let [surprise, numWritten] = [0, 0];
    for (let i = 0; i < TEXTS && !signal?.aborted; i++) {
      const rng = new RandomStream(`sampling ${seed} / ${i}`);
      const writer = await model.writer(1);
      const written: number[] = [];
      let logits = new Float32Array();
      for (const token of begun) logits = (await writer.read([token])) as Float32Array<ArrayBuffer>;
      first ??= logits.slice();
      while (written.length < length) {
        const token = choose(logits, choosing, rng);
        written.push(token);
        surprise -= Math.log(chances(logits, AS_IT_IS)[token]);
        logits = (await writer.read([token])) as Float32Array<ArrayBuffer>;
      }
      numWritten += written.length;
      await writer.dispose();
      texts.push(tokeniser.decode(written));

      const own = chances(first, AS_IT_IS);
      const changed = chances(first, choosing);
      // The last word may be cut off.
      const words = texts.flatMap((text) => wordsOf(text).slice(0, -1));
      yield {
        done: (i + 1) / TEXTS,
        numbers: {
          characters: tokeniser.size,
          possible: changed.reduce((sum, chance) => sum + Number(chance > 0), 0),
          entropy: entropy(own),
          entropyOfChoice: entropy(changed),
          surprise: surprise / numWritten,
          wordsOfTheBook: words.filter((word) => known.has(word)).length / Math.max(1, words.length),
        },
        figure: {
          panels: [
            ...chanceBars(tokeniser, first, choosing),
            { kind: 'passages', title: 'Written', texts: texts.map((each) => prompt + each) },
          ],
        },
      };
    }
  },
});

/** Lesson: words become numbers (Mikolov et al. 2013): vectors that are learned from the words around a word. */
import { AgonError, count, described, parseSettings, RandomStream } from '@agon/core';
import { openText } from '@agon/data';
import * as v from 'valibot';
import { analogyShares } from '../../text/embeddings/analogies.js';
import { corpusOf } from '../../text/embeddings/corpus.js';
import { word2vecSchema } from '../../text/embeddings/settings.js';
import { rowsOf } from '../../text/embeddings/subwords.js';
import { WindowLearner } from '../../text/embeddings/windowLearner.js';
import { WordVectors } from '../../text/embeddings/wordVectors.js';
import { lesson, type LessonOptions } from '../lesson.js';
import { smallWorld, smallWorldQuestions } from './smallWorld.js';
import { wordsFigure, wordsOfAnalogy } from './wordsFigure.js';

/** Sentences of the small world. */
const SENTENCES = 8000;
/** Words that are learned between two pictures, at least. */
const SHOW_EVERY = 400_000;
const LEARNING_RATE = 0.05;
const LEAST_RATE = 1e-4;

const schema = v.strictObject({
  text: v.optional(
    described(
      v.picklist(['small-world', 'shakespeare', 'brown']),
      'what is read: sentences made here, or a book',
    ),
    'small-world',
  ),
  word: v.optional(described(v.string(), 'a word whose neighbours are shown'), 'paris'),
  analogy: v.optional(
    described(v.string(), 'three words: what is to the third as the second is to the first'),
    'man/king/woman',
  ),
  model: v.optional(
    described(word2vecSchema.entries.model.wrapped, 'a word tells those around it, or they tell it'),
    'skip-gram',
  ),
  window: v.optional(described(count(1, 10), 'words on each side, at most'), 4),
  dimensions: v.optional(described(count(2, 100), 'numbers of a word'), 24),
  epochs: v.optional(described(count(1, 100), 'times that the text is read'), 6),
});

async function readText(
  text: 'small-world' | 'shakespeare' | 'brown',
  { files, seed }: Pick<LessonOptions, 'files' | 'seed'>,
): Promise<string> {
  if (text === 'small-world') return smallWorld(SENTENCES, new RandomStream(`words ${seed} / world`));
  if (!files) throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
  return (await openText(text, files)).splits.train;
}

export const words = lesson({
  id: 'words',
  title: 'Words become numbers',
  question: 'Can a network know what a word means, if all it is told is which words stand around it?',
  sentences: [
    'Each word begins with random numbers and learns to tell the words around it from words drawn at random: words that stand in like places get like numbers.',
    'Directions come to mean something: the step from man to woman is the step from king to queen, from a country to its capital, from an animal to its young, though nobody said so.',
    'In a real book neighbours are what stands in like places, beside king the names of kings; its analogies want more text than a minute reads.',
  ],
  paper: 'Mikolov et al. 2013, Distributed representations of words and phrases; Harris 1954; Pearson 1901 (the map)', // prettier-ignore
  command: 'npx agon train word2vec --data brown --run words',
  usedBy:
    'Classifiers of texts can begin with such vectors: agon train text-classifier, with its setting vectors.',
  data: ['shakespeare', 'brown'],
  schema,
  async *run({ text, word: asked, analogy, model, window, dimensions, epochs }, { seed, files, signal }) {
    const word = asked.trim().toLowerCase();
    const three = wordsOfAnalogy(analogy);
    const isOwn = text === 'small-world';
    const corpus = corpusOf(await readText(text, { files, seed }), word2vecSchema.entries.leastCount.default);
    const settings = parseSettings(
      word2vecSchema,
      { model, window, dimensions, subsampling: isOwn ? 0 : word2vecSchema.entries.subsampling.default },
      'the training of a lesson',
    );
    const { length } = corpus.words;
    const learner = new WindowLearner(corpus, rowsOf(corpus.words, 0), settings, length, dimensions);
    const { vectors } = learner;
    learner.initialise(new RandomStream(`words ${seed} / vectors`));
    learner.seed(new RandomStream(`words ${seed} / draws`).int(2 ** 32));
    const numLines = corpus.lines.length - 1;
    const all = epochs * corpus.tokens.length;
    let read = 0;
    let shown = 0;
    for (let line = 0; line < epochs * numLines && !signal?.aborted; line++) {
      const own = line % numLines;
      learner.learn(own, LEARNING_RATE * Math.max(LEAST_RATE, 1 - read / all));
      read += corpus.lines[own + 1] - corpus.lines[own];
      if (read - shown < Math.min(SHOW_EVERY, all / 10) && read < all) continue;
      shown = read;
      const found = new WordVectors(corpus.words, 0, vectors.slice());
      const right: Record<string, number> = isOwn ? { analogiesRight: rightShare(found) } : {};
      yield {
        done: read / all,
        numbers: { wordsRead: read, words: corpus.words.length, loss: learner.takeLoss(), ...right },
        figure: wordsFigure(found, word, three),
      };
    }
  },
});

/** The share of the small world's analogies that are answered right. */
const rightShare = (vectors: WordVectors): number =>
  analogyShares(vectors, [{ name: 'all', questions: smallWorldQuestions() }])[0].share;

/** WordNet's tree as questions: is a parrot a bird? What is asked of are pairs, or words, that were not learned from. */
import { count, described, formatSpec, parseSettings, RandomStream, shuffle, type Rng } from '@agon/core';
import * as v from 'valibot';
import type { LabelledTextEntry } from '../../dataset.js';
import { hashOf } from '../../hash.js';
import type { LabelledSplit } from '../../labelledTexts.js';
import { eachSplit, type SplitName } from '../../pictures.js';
import { Nouns } from './nouns.js';
import { wordnet } from './wordnet.js';

const DEFAULT_WORDS = 5000;

const schema = v.strictObject({
  test: v.optional(
    described(
      v.picklist(['words', 'pairs']),
      'what of a test was not learned from: its words, or only the pair of a word and a kind',
    ),
    'words',
  ),
  words: v.optional(
    described(
      count(200, 30_000),
      'words that are asked about, drawn from the usual nouns that are nothing else',
    ),
    DEFAULT_WORDS,
  ),
});

/** Kinds that hold a greater share of the words say little, those of fewer words cannot be learned. */
const MOST_SHARE = 0.3;
const LEAST_WORDS = 10;
/** Kinds that are asked of a word. */
const KINDS = 4;
const CLASSES = ['no', 'yes'];
/** Of ten words (or pairs) one is for validation, one for the test. */
const OF = 10;

const encoder = new TextEncoder();
function splitOf(text: string): SplitName {
  const place = hashOf(encoder.encode(text)) % OF;
  return place === 0 ? 'validation' : place === 1 ? 'test' : 'train';
}

/** What is said, right or wrong. */
const isA = (word: string, kind: string): string => `${word} is a kind of ${kind}`;

/** Some words, each with all that it is a kind of, in one word. */
function wordsAndKinds(nouns: Nouns, most: number, rng: Rng): [word: string, kinds: string[]][] {
  const isPlain = (word: string): boolean => /^[a-z]{2,}$/.test(word);
  const words = [...nouns.words].filter(
    (word) => isPlain(word) && nouns.isMarked(word) && nouns.isOnlyNoun(word),
  );
  const order = Int32Array.from(words.keys());
  shuffle(order, rng);
  const drawn = [...order.subarray(0, most)].map((i): [string, string[]] => {
    const kinds = [...nouns.kindsOf(words[i])].filter((kind) => isPlain(kind) && kind !== words[i]);
    return [words[i], kinds.sort()];
  });
  const counts = new Map<string, number>();
  for (const [, kinds] of drawn) for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const isAsked = (kind: string): boolean => {
    const number = counts.get(kind) ?? 0;
    return number >= LEAST_WORDS && number <= MOST_SHARE * drawn.length;
  };
  return drawn
    .map(([word, kinds]): [string, string[]] => [word, kinds.filter(isAsked)])
    .filter(([, kinds]) => kinds.length > 0);
}

/** Each kind is as often wrong as it is right, about: what is drawn for a wrong answer is a right one of another word. */
export const taxonomy: LabelledTextEntry = {
  kind: 'labelled-texts',
  title: 'is a parrot a bird? WordNet’s tree of nouns',
  licence: wordnet.licence,
  source: `${wordnet.source}, by dataset wordnet`,
  origin: { kind: 'made' },
  schema,
  splits: { train: 27_081, validation: 3277, test: 3698 },

  async open(options, files) {
    const settings = parseSettings(schema, options, 'dataset "taxonomy"');
    const nouns = await Nouns.read(files);
    const rng = new RandomStream('taxonomy');
    const all = wordsAndKinds(nouns, settings.words, rng);
    const right = all.flatMap(([word, kinds]) => {
      const order = Int32Array.from(kinds.keys());
      shuffle(order, rng);
      return [...order.subarray(0, KINDS)].map((i) => ({ word, kind: kinds[i], label: 1 }));
    });
    const wrong = right.flatMap(({ word }) => {
      const above = nouns.kindsOf(word);
      const { kind } = right[rng.int(right.length)];
      return above.has(kind) || kind === word ? [] : [{ word, kind, label: 0 }];
    });
    const known = new Set<string>();
    const questions = [...right, ...wrong].filter(({ word, kind }) => {
      const text = isA(word, kind);
      return !known.has(text) && known.add(text);
    });
    const order = Int32Array.from(questions.keys());
    shuffle(order, rng);
    const shuffled = Array.from(order, (i) => questions[i]);
    const splitNamed = (split: SplitName): LabelledSplit => {
      const own = shuffled.filter(({ word, kind }) => splitOf(settings.test === 'words' ? word : isA(word, kind)) === split); // prettier-ignore
      return {
        texts: own.map(({ word, kind }) => isA(word, kind)),
        labels: Int32Array.from(own, ({ label }) => label),
      };
    };
    const { title, licence, source } = taxonomy;
    return {
      spec: formatSpec('taxonomy', settings),
      ...{ title, licence, source, classes: CLASSES },
      splits: eachSplit(splitNamed),
      faults: [],
    };
  },
};

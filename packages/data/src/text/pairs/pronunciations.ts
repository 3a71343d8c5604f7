/** How English words are said: letters are read, phones written. The CMU Pronouncing Dictionary, by way of npm. */
import { AgonError, parseJson, parseSettings, RandomStream, shuffle } from '@agon/core';
import * as v from 'valibot';
import type { PairEntry } from '../../dataset.js';
import type { Pair } from '../../pairs.js';
import { readText } from '../readText.js';

const FILE = 'index.js';
const VALIDATION_SHARE = 0.02;
const TEST_SHARE = 0.05;
/** Marks, digits and several words are left out. */
const WORD = /^[a-z]+$/;
/** "abdomen(2)" is another way to say "abdomen". */
const OTHER = /\(\d+\)$/;
/** "AH0": how strongly a vowel is said. */
const STRESS = /\d/g;
/** "D AA1 # place, danish" */
const COMMENT = / *#.*/;

const schema = v.strictObject({});
const dictionarySchema = v.record(v.string(), v.string());

/** The dictionary that the package's module exports, which is JSON. @throws bad-file */
function dictionaryOf(text: string): Record<string, string> {
  const [first, last] = [text.indexOf('= {'), text.lastIndexOf('}')];
  if (first < 0 || last < 0)
    throw new AgonError('bad-file', `${FILE} holds no dictionary; fetch it again (agon data get pronunciations).`); // prettier-ignore
  return parseJson(dictionarySchema, text.slice(first + 2, last + 1), `pronunciations/${FILE}`);
}

/** The first way to say a word stands for it; the splits are of words, so that none is in two. */
export const pronunciations: PairEntry = {
  kind: 'pairs',
  title: 'pronunciations: letters of English words, and the phones that they are said with',
  licence: 'BSD-2-Clause (Carnegie Mellon University)',
  source: 'npm cmu-pronouncing-dictionary 3.0.0',
  origin: {
    kind: 'fetched',
    fetching: {
      version: '3.0.0',
      bytes: 950_120,
      mayShip: true,
      ways: [
        [
          {
            kind: 'npm',
            name: 'cmu-pronouncing-dictionary@3.0.0',
            integrity:
              'sha512-6y5X4OxsYFnHERo6WSVPnLrk53G07MOQ8aUb2z555JgwynpbZsHR0a//WdN6DUcmE1j2auTF2TtL4PpoKze8QQ==',
            files: [{ from: 'package/index.js', to: FILE }],
          },
        ],
      ],
    },
  },
  schema,
  splits: { train: 109_264, validation: 2350, test: 5874 },

  async open(options, files) {
    parseSettings(schema, options, 'dataset "pronunciations"');
    const text = readText(await files.read({ dataset: 'pronunciations' }, FILE), FILE);
    const pairs: Pair[] = [];
    let numOthers = 0;
    let numMarked = 0;
    for (const [word, phones] of Object.entries(dictionaryOf(text))) {
      if (OTHER.test(word)) numOthers++;
      else if (!WORD.test(word)) numMarked++;
      else
        pairs.push({ source: [...word].join(' '), target: phones.replace(COMMENT, '').replace(STRESS, '') });
    }
    shuffle(pairs, new RandomStream('pronunciations'));
    const numTest = Math.round(TEST_SHARE * pairs.length);
    const learned = numTest + Math.round(VALIDATION_SHARE * pairs.length);
    const { title, licence, source } = pronunciations;
    return {
      spec: 'pronunciations',
      title,
      licence,
      source,
      splits: {
        train: pairs.slice(learned),
        validation: pairs.slice(numTest, learned),
        test: pairs.slice(0, numTest),
      },
      faults: [
        `${numOthers} more ways to say a word were left out: the first stands for it.`,
        `${numMarked} entries with marks or digits were left out.`,
      ],
    };
  },
};

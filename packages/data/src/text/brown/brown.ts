/** The Brown corpus (Francis & Kučera 1964): a million words of American English in 500 texts. */
import { parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { TextEntry } from '../../dataset.js';
import { SPLITS } from '../../pictures.js';
import { readDocuments } from '../documents.js';
import { ABOUT, fetching, splitOf } from './files.js';
import { plain, sentencesOf } from './tagged.js';

const schema = v.strictObject({});

/** A sentence a line. A text is in one split as a whole. */
export const brown: TextEntry = {
  kind: 'text',
  title: 'the Brown corpus: a million words in 500 texts of 15 genres',
  ...ABOUT,
  origin: { kind: 'fetched', fetching },
  schema,
  splits: { train: 4_816_323, validation: 654_997, test: 638_128 },

  async open(options, files) {
    parseSettings(schema, options, 'dataset "brown"');
    const documents = await readDocuments(files, 'brown');
    const splits = Object.fromEntries(
      SPLITS.map((split) => [
        split,
        documents
          .filter(({ name }) => splitOf(name) === split)
          .flatMap(({ text }) => sentencesOf(text).map((sentence) => `${plain(sentence)}\n`))
          .join(''),
      ]),
    ) as Record<(typeof SPLITS)[number], string>;
    return { spec: 'brown', title: brown.title, ...ABOUT, splits, faults: [] };
  },
};

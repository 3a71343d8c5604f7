/** Passages of the Brown corpus, to be told apart by genre. */
import { count, described, formatSpec, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { LabelledTextEntry } from '../../dataset.js';
import type { LabelledSplit } from '../../labelledTexts.js';
import { eachSplit, type SplitName } from '../../pictures.js';
import { readDocuments } from '../documents.js';
import { ABOUT, genreOf, genres, splitOf } from './files.js';
import { plain, sentencesOf } from './tagged.js';

const schema = v.strictObject({
  words: v.optional(
    described(count(20, 2000), 'how long a passage is at least: whole sentences of one text'),
    200,
  ),
});

/** Sentences joined until they have so many words; what is left at the end goes to the last passage. */
function passagesOf(text: string, words: number): string[] {
  const passages: string[][] = [];
  let room = 0;
  for (const sentence of sentencesOf(text)) {
    if (room <= 0) {
      passages.push([]);
      room = words;
    }
    passages[passages.length - 1].push(plain(sentence));
    room -= sentence.length;
  }
  const last = room > 0 && passages.length > 1 ? (passages.pop() ?? []) : [];
  passages[passages.length - 1]?.push(...last);
  return passages.map((sentences) => sentences.join('\n'));
}

/** All passages of a text are in one split: what is learned is the genre, not the text. */
export const brownGenres: LabelledTextEntry = {
  kind: 'labelled-texts',
  title: 'passages of the Brown corpus by genre',
  licence: ABOUT.licence,
  source: `${ABOUT.source}, by dataset brown`,
  origin: { kind: 'made' },
  schema,
  splits: { train: 4099, validation: 558, test: 542 },

  async open(options, files) {
    const settings = parseSettings(schema, options, 'dataset "brown-genres"');
    const documents = await readDocuments(files, 'brown');
    const splitNamed = (split: SplitName): LabelledSplit => {
      const passages = documents
        .filter(({ name }) => splitOf(name) === split)
        .flatMap(({ name, text }) =>
          passagesOf(text, settings.words).map((passage) => ({ passage, label: genreOf(name) })),
        );
      return {
        texts: passages.map(({ passage }) => passage),
        labels: Int32Array.from(passages, ({ label }) => label),
      };
    };
    const { title, licence, source } = brownGenres;
    return {
      spec: formatSpec('brown-genres', settings),
      ...{ title, licence, source, classes: genres },
      splits: eachSplit(splitNamed),
      faults: [],
    };
  },
};

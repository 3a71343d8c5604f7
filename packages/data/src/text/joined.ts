/** Several texts as one. */
import { AgonError, formatSpec, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { TextEntry } from '../dataset.js';
import { eachSplit } from '../pictures.js';
import { brown } from './brown/brown.js';
import { shakespeare } from './shakespeare.js';
import { wordnet } from './wordnet/wordnet.js';

const PARTS = { brown, wordnet, shakespeare } as const;
const NAMES = ['brown', 'wordnet', 'shakespeare'] as const;

const schema = v.strictObject({
  of: v.optional(
    v.pipe(
      v.array(v.picklist(NAMES)),
      v.minLength(1),
      v.description(`the texts, one after another: ${NAMES.join('/')}`),
    ),
    ['brown', 'wordnet'],
  ),
});

/** Each split is that of the first text, then that of the second, and so on. */
export const joined: TextEntry = {
  kind: 'text',
  title: 'several texts as one',
  licence: 'those of its parts',
  source: 'other datasets: what they fetch, it reads',
  origin: { kind: 'made' },
  schema,
  splits: { train: 15_650_053, validation: 887_100, test: 1_098_429 },

  async open(options, files) {
    const { of } = parseSettings(schema, options, 'dataset "joined"');
    if (new Set(of).size < of.length)
      throw new AgonError('bad-option', `dataset "joined": of=${of.join('/')} names a text twice; keep one.`);
    const parts = await Promise.all(of.map((name) => PARTS[name].open({}, files)));
    const all = (of: (part: (typeof parts)[number]) => string, by: string): string => parts.map(of).join(by);
    return {
      spec: formatSpec('joined', { of: of.join('/') }),
      title: all(({ title }) => title, '; '),
      licence: all(({ licence }) => licence, '; '),
      source: all(({ source }) => source, '; '),
      splits: eachSplit((split) => all(({ splits }) => splits[split], '\n')),
      faults: parts.flatMap(({ faults }) => faults),
    };
  },
};

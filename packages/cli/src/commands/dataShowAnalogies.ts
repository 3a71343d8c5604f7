/** `agon data show` for analogies: the sections, and a question of each. */
import { AgonError } from '@agon/core';
import { openAnalogies } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { formatNumber } from '../format.js';
import { folded } from '../lineRoom.js';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';
import type { DataShowFlags } from './dataShowFlags.js';

/** @throws bad-option for a contact sheet or another split; not-found, bad-spec, bad-file */
export async function dataShowAnalogies(spec: string, { out, split, json }: DataShowFlags): Promise<void> {
  if (out !== undefined)
    throw new AgonError('bad-option', `--out is a contact sheet of pictures, and "${spec}" has none.`);
  if (split !== undefined && split !== 'test')
    throw new AgonError('bad-option', `all questions of "${spec}" are for the test; leave --split out.`);
  const { title, licence, source, splits, ...dataset } = await openAnalogies(spec, diskFiles());
  if (json) return printJson({ ...dataset, title, licence, source, splits });
  print(folded(`${dataset.spec}: ${title}`));
  print(folded(`licence: ${licence}`));
  print(`${folded(`source:  ${source}`)}\n`);
  const rows = splits.test.map(({ name, questions }) => {
    const [first] = questions;
    const example =
      first === undefined ? '' : `${first[0]} is to ${first[1]} as ${first[2]} is to ${first[3]}`;
    return [name, formatNumber(questions.length), example];
  });
  print(table([{ head: 'section' }, { head: 'questions', align: 'right' }, { head: 'first' }], rows));
}

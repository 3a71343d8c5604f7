/** The user's own text. */
import { AgonError, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { TextEntry } from '../dataset.js';
import { gunzip } from '../gunzip.js';
import { formatPathSpec } from '../spec.js';
import { readText, requireShort } from './readText.js';
import { stretchesOf } from './stretches.js';

const schema = v.strictObject({
  path: v.pipe(
    v.string(),
    v.description('a file, or a folder whose .txt files are joined in the order of their names'),
  ),
});

/** The longest text that is unpacked. */
const MOST_BYTES = 2 ** 29;
/** "a.txt", "b/c.TXT.gz" */
const TEXT = /\.txt(\.gz)?$/i;

export const ownText: TextEntry = {
  kind: 'text',
  title: 'your text, a file or a folder of .txt files',
  licence: 'yours',
  source: 'a file of yours',
  origin: { kind: 'own' },
  schema,
  takesPath: true,

  async open(options, files) {
    const settings = parseSettings(schema, options, 'dataset "text"');
    const { path } = settings;
    const listed = await files.list({ path });
    const isFile = listed.length === 1 && path.endsWith(listed[0]);
    const names = isFile ? listed : listed.filter((name) => TEXT.test(name));
    if (names.length === 0) throw new AgonError('not-found', `there is no .txt file in "${path}".`);
    const parts: string[] = [];
    let size = 0;
    for (const name of names) {
      const bytes = await files.read({ path }, name);
      const unpacked = name.endsWith('.gz') ? await gunzip(bytes, name, MOST_BYTES) : bytes;
      requireShort((size += unpacked.length), path);
      parts.push(readText(unpacked, name));
    }
    return {
      spec: formatPathSpec('text', settings),
      title: `text in ${path}`,
      licence: 'yours',
      source: path,
      splits: stretchesOf(parts.join('\n'), path),
      faults: [],
    };
  },
};

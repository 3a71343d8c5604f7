/** "Tiny Shakespeare" (Karpathy 2015): plays in one file, 1,115,394 characters. */
import { parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { TextEntry } from '../dataset.js';
import { readText } from './readText.js';
import { stretchesOf } from './stretches.js';

const FILE = 'input.txt';
const schema = v.strictObject({});

export const shakespeare: TextEntry = {
  kind: 'text',
  title: 'Tiny Shakespeare: plays by William Shakespeare',
  licence: 'public domain',
  source: 'github.com/karpathy/char-rnn',
  origin: {
    kind: 'fetched',
    fetching: {
      version: '2015',
      bytes: 1_115_394,
      mayShip: true,
      ways: [
        [
          {
            kind: 'web',
            name: 'https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt',
            files: [{ from: FILE, to: FILE }],
          },
        ],
      ],
      sha256: { [FILE]: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed' },
    },
  },
  schema,
  splits: { train: 992_700, validation: 11_154, test: 111_540 },

  async open(options, files) {
    parseSettings(schema, options, 'dataset "shakespeare"');
    const text = readText(await files.read({ dataset: 'shakespeare' }, FILE), FILE);
    const { title, licence, source } = shakespeare;
    return { spec: 'shakespeare', title, licence, source, splits: stretchesOf(text, FILE), faults: [] };
  },
};

/** Files of analogies as Mikolov et al. (2013) wrote them: ": section", then four words a line. */
import { AgonError, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { AnalogySection } from '../analogies.js';
import type { AnalogyEntry } from '../dataset.js';
import { gunzip } from '../gunzip.js';
import { formatPathSpec } from '../spec.js';
import { readText } from './readText.js';

/** The longest file of the user's that is unpacked. */
const MOST_BYTES = 2 ** 27;

/** @throws bad-file naming the line that has not four words */
export function parseQuestions(text: string, name: string): AnalogySection[] {
  const sections: { name: string; questions: [string, string, string, string][] }[] = [];
  text.split('\n').forEach((line, i) => {
    const words = line.trim().toLowerCase().split(/\s+/);
    if (words[0] === '' || words[0].startsWith('//')) return;
    if (words[0] === ':') return void sections.push({ name: words.slice(1).join(' '), questions: [] });
    const [a, b, c, d, ...rest] = words;
    if (d === undefined || rest.length > 0)
      throw new AgonError('bad-file', `"${name}", line ${i + 1}: "${line.trim().slice(0, 60)}" are not four words; write one question a line: man king woman queen.`); // prettier-ignore
    if (sections.length === 0) sections.push({ name: 'all', questions: [] });
    sections[sections.length - 1].questions.push([a, b, c, d]);
  });
  if (sections.every(({ questions }) => questions.length === 0))
    throw new AgonError('bad-file', `"${name}" has no question; write four words a line.`);
  return sections;
}

const FILE = 'questions-words.txt';
const noSettings = v.strictObject({});

export const questionsWords: AnalogyEntry = {
  kind: 'analogies',
  title: 'analogies of Mikolov et al. 2013: 19,544 questions',
  licence: 'Apache-2.0 (Google)',
  source: 'github.com/tmikolov/word2vec',
  origin: {
    kind: 'fetched',
    fetching: {
      version: '2013',
      bytes: 603_955,
      mayShip: true,
      ways: [
        [
          {
            kind: 'web',
            name: 'https://raw.githubusercontent.com/tmikolov/word2vec/master/questions-words.txt',
            files: [{ from: FILE, to: FILE }],
          },
        ],
      ],
      sha256: { [FILE]: '8c29b3332afc46f3fb8be04cb5297bf96f39aa7131272dff57869b4485b22a36' },
    },
  },
  schema: noSettings,
  splits: { train: 0, validation: 0, test: 19_544 },

  async open(options, files) {
    parseSettings(noSettings, options, 'dataset "questions-words"');
    const text = readText(await files.read({ dataset: 'questions-words' }, FILE), FILE);
    const { title, licence, source } = questionsWords;
    const splits = { train: [], validation: [], test: parseQuestions(text, FILE) };
    return { spec: 'questions-words', title, licence, source, splits, faults: [] };
  },
};

const schema = v.strictObject({
  path: v.pipe(v.string(), v.description('a file: four words a line, sections begin with ": NAME"')),
});

export const ownAnalogies: AnalogyEntry = {
  kind: 'analogies',
  title: 'your analogies, four words a line',
  licence: 'yours',
  source: 'a file of yours',
  origin: { kind: 'own' },
  schema,
  takesPath: true,

  async open(options, files) {
    const settings = parseSettings(schema, options, 'dataset "analogies"');
    const { path } = settings;
    const [name, ...more] = await files.list({ path });
    if (name === undefined || more.length > 0)
      throw new AgonError('bad-option', `"${path}" is a folder; name one file of analogies.`);
    const bytes = await files.read({ path }, name);
    const text = readText(name.endsWith('.gz') ? await gunzip(bytes, name, MOST_BYTES) : bytes, name);
    return {
      spec: formatPathSpec('analogies', settings),
      title: `analogies in ${path}`,
      licence: 'yours',
      source: path,
      splits: { train: [], validation: [], test: parseQuestions(text, name) },
      faults: [],
    };
  },
};

/** What the fish of a game say, in Czech and in English: the dialogues of Fish Fillets – Next Generation, level by level. */
import { parseSettings, RandomStream, shuffle } from '@agon/core';
import * as v from 'valibot';
import type { PairEntry } from '../../dataset.js';
import type { Pair } from '../../pairs.js';
import type { SplitName } from '../../pictures.js';
import { readText } from '../readText.js';
import { wordsOf } from '../tokens/words.js';
import { LEVELS } from './levels.js';

const SCRIPTS = './usr/share/games/fillets-ng/script';
const fileOf = (level: string): string => `${level}.lua`;
/** Levels that are held out. */
const HELD_OUT = { validation: 5, test: 8 } as const;
/** A sentence in English, and what it is in the language of the file; in quotes \ stands before a quote. */
const DIALOGUE = /dialogId\(\s*"[^"]*"\s*,\s*"[^"]*"\s*,\s*"((?:[^"\\]|\\.)*)"\s*\)\s*dialogStr\(\s*"((?:[^"\\]|\\.)*)"\s*\)/g; // prettier-ignore
const ANY_DIALOGUE = /dialogId\(/g;

const schema = v.strictObject({});

/** Words and marks, small, with a space between them. */
const plain = (text: string): string =>
  wordsOf(text.replace(/\\n/g, ' ').replace(/\\(.)/g, '$1').toLowerCase()).join(' ');

/** Czech and English of a level, and how many dialogues there are. */
function dialoguesOf(script: string): { pairs: Pair[]; count: number } {
  const pairs = [...script.matchAll(DIALOGUE)]
    .map(([, english, czech]) => ({ source: plain(czech), target: plain(english) }))
    .filter(({ source, target }) => source !== '' && target !== '');
  return { pairs, count: script.match(ANY_DIALOGUE)?.length ?? 0 };
}

/** Which levels are held out, the same ones on every machine. */
function splitOf(): ReadonlyMap<string, SplitName> {
  const order = [...LEVELS];
  shuffle(order, new RandomStream('czech-english'));
  const { test, validation } = HELD_OUT;
  return new Map(
    order.map((level, i) => [level, i < test ? 'test' : i < test + validation ? 'validation' : 'train']),
  );
}

/** Some sentences are said in many levels: each is kept once, in the test before all others. */
export const czechEnglish: PairEntry = {
  kind: 'pairs',
  title: 'Czech–English: dialogues of a game, sentence by sentence',
  licence: 'GPL-2.0-or-later (ALTAR interactive and translators)',
  source: 'Debian fillets-ng-data 1.0.1',
  origin: {
    kind: 'fetched',
    fetching: {
      version: '1.0.1',
      bytes: 70_633_484,
      mayShip: false,
      ways: [
        [
          {
            kind: 'debian',
            name: 'fillets-ng-data',
            files: LEVELS.map((level) => ({
              from: `${SCRIPTS}/${level}/dialogs_cs.lua`,
              to: fileOf(level),
            })),
          },
        ],
      ],
    },
  },
  schema,
  splits: { train: 1526, validation: 112, test: 161 },

  async open(options, files) {
    parseSettings(schema, options, 'dataset "czech-english"');
    const splits: Record<SplitName, Pair[]> = { train: [], validation: [], test: [] };
    const levels = splitOf();
    let numUnread = 0;
    for (const level of LEVELS) {
      const text = readText(await files.read({ dataset: 'czech-english' }, fileOf(level)), fileOf(level));
      const { pairs, count } = dialoguesOf(text);
      splits[levels.get(level)!].push(...pairs);
      numUnread += count - pairs.length;
    }
    const seen = new Set<string>();
    let numAgain = 0;
    for (const split of ['test', 'validation', 'train'] as const) {
      splits[split] = splits[split].filter(({ source, target }) => {
        const key = `${source}\n${target}`;
        if (!seen.has(key)) return seen.add(key);
        numAgain++;
        return false;
      });
    }
    const { title, licence, source } = czechEnglish;
    const faults = [
      ...(numAgain > 0 ? [`${numAgain} sentences were left out that are said in another place too.`] : []),
      ...(numUnread > 0 ? [`${numUnread} dialogues were left out that lack words in one language.`] : []),
    ];
    return { spec: 'czech-english', title, licence, source, splits, faults };
  },
};

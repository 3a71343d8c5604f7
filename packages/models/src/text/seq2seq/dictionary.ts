/** Word by word by a dictionary that is counted: IBM model 1 (Brown, Della Pietra, Della Pietra & Mercer 1993). */
import type { Pair } from '@agon/data';
import { wordsIn } from './vocabulary.js';

const ROUNDS = 5;

/** By source word: the chance of each target word. */
type Table = Map<string, Map<string, number>>;

/** One round of expectation and maximisation. @param chance of a target word by a source word */
function round(pairs: readonly Pair[], chance: (source: string, target: string) => number): Table {
  const table: Table = new Map();
  for (const pair of pairs) {
    const sources = wordsIn(pair.source);
    for (const target of wordsIn(pair.target)) {
      const all = sources.reduce((sum, source) => sum + chance(source, target), 0);
      for (const source of sources) {
        let row = table.get(source);
        if (!row) table.set(source, (row = new Map()));
        row.set(target, (row.get(target) ?? 0) + chance(source, target) / all);
      }
    }
  }
  for (const row of table.values()) {
    let sum = 0;
    for (const count of row.values()) sum += count;
    for (const [target, count] of row) row.set(target, count / sum);
  }
  return table;
}

/** What translates each word by the likeliest one; a word that it does not know stays. */
export function dictionaryOf(pairs: readonly Pair[]): (words: readonly string[]) => string[] {
  let table = round(pairs, () => 1);
  for (let i = 1; i < ROUNDS; i++) {
    const before = table;
    table = round(pairs, (source, target) => before.get(source)?.get(target) ?? 0);
  }
  const likeliest = new Map<string, string>();
  for (const [source, row] of table) {
    const [best] = [...row].sort(([a, chanceA], [b, chanceB]) => chanceB - chanceA || (a < b ? -1 : 1));
    likeliest.set(source, best[0]);
  }
  return (words) => words.map((word) => likeliest.get(word) ?? word);
}

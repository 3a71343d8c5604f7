/** Brown's notation: "The/at jury/nn said/vbd", a sentence a line. */
import type { FileStore } from '@agon/learning';
import { readDocuments } from '../documents.js';

/** A word and its part of speech. */
export interface TaggedWord {
  readonly word: string;
  readonly tag: string;
}

/** What stands for quotation marks. */
const MARKS: Readonly<Record<string, string>> = { '``': '"', "''": '"' };

/** A tag without what it says of headlines, titles, cited and foreign words. */
const plainTag = (tag: string): string => tag.replace(/^fw-/, '').replace(/(?<=.)-(?:hl|tl|nc)/g, '');

/** The sentences of a text. */
export function sentencesOf(text: string): TaggedWord[][] {
  const sentences: TaggedWord[][] = [];
  for (const line of text.split('\n')) {
    const words = line.split(/\s+/).filter((token) => token.includes('/'));
    if (words.length > 0) sentences.push(words.map(taggedWord));
  }
  return sentences;
}

function taggedWord(token: string): TaggedWord {
  const slash = token.lastIndexOf('/');
  const word = token.slice(0, slash);
  return { word: MARKS[word] ?? word, tag: plainTag(token.slice(slash + 1)) };
}

/** A sentence as it is read. */
export const plain = (sentence: readonly TaggedWord[]): string => sentence.map(({ word }) => word).join(' ');

/** The most frequent tag of each word of the Brown corpus, in small letters. @throws not-found, bad-file */
export async function brownTags(files: FileStore): Promise<Map<string, string>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { text } of await readDocuments(files, 'brown')) {
    for (const { word, tag } of sentencesOf(text).flat()) {
      const small = word.toLowerCase();
      const tags = counts.get(small) ?? new Map<string, number>();
      tags.set(tag, (tags.get(tag) ?? 0) + 1);
      counts.set(small, tags);
    }
  }
  return new Map([...counts].map(([word, tags]) => [word, mostFrequent(tags)]));
}

/** The first of them where several are. */
function mostFrequent(counts: ReadonlyMap<string, number>): string {
  let best = '';
  let most = 0;
  for (const [name, count] of counts) if (count > most) [best, most] = [name, count];
  return best;
}

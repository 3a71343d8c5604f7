/** WordNet's nouns: which field a word is of, and what it is a kind of. */
import type { FileStore } from '@agon/learning';
import { readText } from '../readText.js';
import { PARTS, synsetsOf, type Synset } from './synsets.js';

/** The nouns of WordNet. Words are written small, with spaces. */
export class Nouns {
  private readonly synsets: ReadonlyMap<number, Synset>;
  /** The offsets of a word's meanings, the most frequent first. */
  private readonly meanings: ReadonlyMap<string, readonly number[]>;
  /** Words of texts in which people have marked which meaning each has. */
  private readonly marked: ReadonlySet<string>;
  /** Verbs, adjectives and adverbs. */
  private readonly others: ReadonlySet<string>;

  private constructor(synsets: readonly Synset[], index: Index, others: ReadonlySet<string>) {
    this.synsets = new Map(synsets.map((synset) => [synset.offset, synset]));
    this.meanings = index.meanings;
    this.marked = index.marked;
    this.others = others;
  }

  /** @throws not-found, bad-file */
  static async read(files: FileStore): Promise<Nouns> {
    const read = async (name: string): Promise<string> =>
      readText(await files.read({ dataset: 'wordnet' }, name), name);
    const [nouns, ...others] = await Promise.all(
      PARTS.map(async (part) => synsetsOf(await read(`data.${part}`), `data.${part}`)),
    );
    const otherWords = others.flat().flatMap(({ words }) => words.map((word) => word.toLowerCase()));
    return new Nouns(nouns, readIndex(await read('index.noun')), new Set(otherWords));
  }

  get words(): Iterable<string> {
    return this.meanings.keys();
  }

  has(word: string): boolean {
    return this.meanings.has(word);
  }

  /** Whether a word is a noun, and no verb, adjective or adverb. */
  isOnlyNoun(word: string): boolean {
    return this.has(word) && !this.others.has(word);
  }

  /** Whether a word stands in texts in which people have marked which meaning each word has: it is no rare one. */
  isMarked(word: string): boolean {
    return this.marked.has(word);
  }

  /** How many meanings a word has. */
  numMeanings(word: string): number {
    return this.meanings.get(word)?.length ?? 0;
  }

  /** The lexicographers' file of a word's most frequent meaning; undefined where it is no noun. */
  fieldOf(word: string): number | undefined {
    return this.first(word)?.field;
  }

  /** Words of all that the most frequent meaning of a word is a kind of, itself left out. */
  kindsOf(word: string): Set<string> {
    const first = this.first(word);
    const above = new Set<number>();
    const open = [...(first?.kindOf ?? [])];
    for (let offset = open.pop(); offset !== undefined; offset = open.pop()) {
      if (above.has(offset)) continue;
      above.add(offset);
      open.push(...(this.synsets.get(offset)?.kindOf ?? []));
    }
    const words = [...above].flatMap((offset) => this.synsets.get(offset)?.words ?? []);
    return new Set(words.map((each) => each.toLowerCase()));
  }

  private first(word: string): Synset | undefined {
    const [offset] = this.meanings.get(word) ?? [];
    return offset === undefined ? undefined : this.synsets.get(offset);
  }
}

/** What the index tells of words. */
interface Index {
  readonly meanings: ReadonlyMap<string, readonly number[]>;
  readonly marked: ReadonlySet<string>;
}

/** lemma part count pointers… senses marked offset… */
function readIndex(index: string): Index {
  const meanings = new Map<string, number[]>();
  const marked = new Set<string>();
  for (const line of index.split('\n')) {
    if (line === '' || line.startsWith(' ')) continue;
    const parts = line.trim().split(' ');
    const count = Number(parts[2]);
    const word = parts[0].replaceAll('_', ' ');
    meanings.set(word, parts.slice(-count).map(Number));
    if (Number(parts[parts.length - count - 1]) > 0) marked.add(word);
  }
  return { meanings, marked };
}

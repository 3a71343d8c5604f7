/** WordNet's nouns: which field a word is of, and what it is a kind of. */
import type { FileStore } from '@agon/learning';
import { readText } from '../readText.js';
import { synsetsOf, type Synset } from './synsets.js';

/** The nouns of WordNet. Words are written small, with spaces. */
export class Nouns {
  private readonly synsets: ReadonlyMap<number, Synset>;
  /** The offsets of a word's meanings, the most frequent first. */
  private readonly meanings: ReadonlyMap<string, readonly number[]>;

  constructor(synsets: readonly Synset[], meanings: ReadonlyMap<string, readonly number[]>) {
    this.synsets = new Map(synsets.map((synset) => [synset.offset, synset]));
    this.meanings = meanings;
  }

  /** @throws not-found, bad-file */
  static async read(files: FileStore): Promise<Nouns> {
    const [data, index] = await Promise.all(
      ['data.noun', 'index.noun'].map(async (name) => {
        return readText(await files.read({ dataset: 'wordnet' }, name), name);
      }),
    );
    return new Nouns(synsetsOf(data, 'data.noun'), meaningsOf(index));
  }

  get words(): Iterable<string> {
    return this.meanings.keys();
  }

  has(word: string): boolean {
    return this.meanings.has(word);
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

/** lemma part count pointers… senses tagged offset… */
function meaningsOf(index: string): Map<string, number[]> {
  const meanings = new Map<string, number[]>();
  for (const line of index.split('\n')) {
    if (line === '' || line.startsWith(' ')) continue;
    const parts = line.trim().split(' ');
    const count = Number(parts[2]);
    meanings.set(parts[0].replaceAll('_', ' '), parts.slice(-count).map(Number));
  }
  return meanings;
}

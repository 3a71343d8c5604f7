/** The n-grams of one length that a text has, numbered as they come. */

const FIRST_CAPACITY = 1024;
/** The table grows where more of it is full. */
const FULL = 0.6;
const EMPTY = -1;

/** An n-gram is known by its last n − 1 tokens, themselves an n-gram with a number, and the token in front of them. */
export class NgramTable {
  /** Of each n-gram: the number of its last n − 1 tokens among those of that length. */
  suffixes = new Int32Array(FIRST_CAPACITY);
  /** Of each n-gram: its first token. */
  fronts = new Int32Array(FIRST_CAPACITY);
  size = 0;
  /** Open addressing: the number of the n-gram in each place. */
  private places = new Int32Array(2 * FIRST_CAPACITY).fill(EMPTY);

  /** The number of an n-gram, or -1. */
  find(suffix: number, front: number): number {
    return this.places[this.placeOf(suffix, front)];
  }

  /** The number of an n-gram, a new one where it is not there. */
  add(suffix: number, front: number): number {
    const place = this.placeOf(suffix, front);
    if (this.places[place] !== EMPTY) return this.places[place];
    const id = this.size++;
    if (id === this.suffixes.length) this.grow();
    this.suffixes[id] = suffix;
    this.fronts[id] = front;
    this.places[place] = id;
    if (this.size > FULL * this.places.length) this.rehash();
    return id;
  }

  /** Where an n-gram is, or would be. */
  private placeOf(suffix: number, front: number): number {
    const mask = this.places.length - 1;
    let hash = Math.imul(suffix, 0x9e3779b1) ^ Math.imul(front, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    for (let place = (hash ^ (hash >>> 13)) & mask; ; place = (place + 1) & mask) {
      const id = this.places[place];
      if (id === EMPTY || (this.suffixes[id] === suffix && this.fronts[id] === front)) return place;
    }
  }

  private grow(): void {
    const larger = (values: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(2 * values.length);
      copy.set(values);
      return copy;
    };
    this.suffixes = larger(this.suffixes);
    this.fronts = larger(this.fronts);
  }

  private rehash(): void {
    this.places = new Int32Array(2 * this.places.length).fill(EMPTY);
    for (let id = 0; id < this.size; id++) this.places[this.placeOf(this.suffixes[id], this.fronts[id])] = id;
  }
}

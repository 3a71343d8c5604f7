/** The positions that a game has seen, by 64-bit hash: a list in order with an open-addressing table over it. */

/** Adding and removing the last one are the only changes, so that removal needs no marks in the table. */
export class PositionSet {
  length = 0;
  /** [capacity] Two words of each position's hash, oldest first. */
  private low: Int32Array;
  private high: Int32Array;
  /** [2 * capacity, a power of two] 1 + index into low and high, or 0; a hash's place is its low word modulo the length. */
  private table: Uint32Array;

  constructor(capacity = 128) {
    this.low = new Int32Array(capacity);
    this.high = new Int32Array(capacity);
    this.table = new Uint32Array(2 * capacity);
  }

  clone(): PositionSet {
    const copy = new PositionSet(this.low.length);
    copy.length = this.length;
    copy.low.set(this.low);
    copy.high.set(this.high);
    copy.table.set(this.table);
    return copy;
  }

  clear(): void {
    this.length = 0;
    this.table.fill(0);
  }

  /** Adds a position, also where it is there already. */
  add(low: number, high: number): void {
    if (this.length === this.low.length) this.grow();
    this.low[this.length] = low;
    this.high[this.length] = high;
    this.insert(this.length++);
  }

  /** Removes the position that was added last. */
  removeLast(): void {
    const { table } = this;
    const last = this.length--;
    const mask = table.length - 1;
    let place = this.low[last - 1] & mask;
    while (table[place] !== last) place = (place + 1) & mask;
    table[place] = 0;
  }

  /** Whether the position has been added (and not removed), by both words of its hash. */
  has(low: number, high: number): boolean {
    const { table } = this;
    const mask = table.length - 1;
    for (let place = low & mask; table[place] !== 0; place = (place + 1) & mask) {
      const index = table[place] - 1;
      if (this.low[index] === low && this.high[index] === high) return true;
    }
    return false;
  }

  /** Whether this is the position before the last one. */
  isLastButOne(low: number, high: number): boolean {
    const index = this.length - 2;
    return index >= 0 && this.low[index] === low && this.high[index] === high;
  }

  private insert(index: number): void {
    const { table } = this;
    const mask = table.length - 1;
    let place = this.low[index] & mask;
    while (table[place] !== 0) place = (place + 1) & mask;
    table[place] = index + 1;
  }

  private grow(): void {
    const { low, high } = this;
    this.low = new Int32Array(2 * low.length);
    this.high = new Int32Array(2 * low.length);
    this.low.set(low);
    this.high.set(high);
    this.table = new Uint32Array(4 * low.length);
    for (let index = 0; index < this.length; index++) this.insert(index);
  }
}

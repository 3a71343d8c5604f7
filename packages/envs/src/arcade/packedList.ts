/** Lists of small records packed into integers, with the removal by equality that MinAtar Seaquest's rules need. */

/** Columns are stored with this offset, so that a record may stand up to two cells outside the board. */
const OFFSET = 2;
const X_BITS = 4;
const Y_SHIFT = X_BITS;
const RIGHT_SHIFT = 8;
const TIMER_SHIFT = 9;
const SHOT_SHIFT = 17;
/** Timers are 0..MAX_TIMER. */
export const MAX_TIMER = 255;

/** A record (x, y, right, timer, shot timer) as one integer; equal records are equal integers. */
export function pack(x: number, y: number, right: boolean, timer: number, shotTimer: number): number {
  const place = (x + OFFSET) | (y << Y_SHIFT) | ((right ? 1 : 0) << RIGHT_SHIFT);
  return place | (timer << TIMER_SHIFT) | (shotTimer << SHOT_SHIFT);
}

/** The parts of a record. */
export const xOf = (record: number): number => (record & 15) - OFFSET;
export const yOf = (record: number): number => (record >> Y_SHIFT) & 15;
export const isRight = (record: number): boolean => ((record >> RIGHT_SHIFT) & 1) === 1;
export const timerOf = (record: number): number => (record >> TIMER_SHIFT) & MAX_TIMER;
export const shotTimerOf = (record: number): number => record >> SHOT_SHIFT;

/** Whether two records stand in the same cell. */
export const sameCell = (a: number, b: number): boolean => ((a ^ b) & 0xff) === 0;

/** 1 to the right, -1 to the left. */
export const stepOf = (record: number): number => ((record >> (RIGHT_SHIFT - 1)) & 2) - 1;
/** One column further in its direction. */
export const moved = (record: number): number => (isRight(record) ? record + 1 : record - 1);
/** Whether a record's timer is above 0, and the record with one less on it then. */
export const isWaiting = (record: number): boolean => (record & (MAX_TIMER << TIMER_SHIFT)) !== 0;
export const ticked = (record: number): number => record - (1 << TIMER_SHIFT);
export const withTimer = (record: number, timer: number): number =>
  (record & ~(MAX_TIMER << TIMER_SHIFT)) | (timer << TIMER_SHIFT);
export const withShotTimer = (record: number, timer: number): number =>
  (record & ((1 << SHOT_SHIFT) - 1)) | (timer << SHOT_SHIFT);

/** What `find` and `remove` return where there is no such record. */
export const NOT_FOUND = -1;

/** An ordered list of packed records. Grows when it must, which play hardly ever makes it do. */
export class PackedList {
  length = 0;
  /** [capacity] The first `length` are the records. */
  records = new Int32Array(16);

  clear(): void {
    this.length = 0;
  }

  push(record: number): void {
    if (this.length === this.records.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.records);
      this.records = larger;
    }
    this.records[this.length++] = record;
  }

  /** The index of the first record in the cell of `record`, or NOT_FOUND. */
  findInCell(record: number): number {
    const { records, length } = this;
    for (let i = 0; i < length; i++) if (sameCell(records[i], record)) return i;
    return NOT_FOUND;
  }

  /** Removes one record; those behind it move up, in their order. */
  removeAt(index: number): void {
    const { records } = this;
    const last = --this.length;
    for (let i = index; i < last; i++) records[i] = records[i + 1];
  }

  /**
   * Removes the first record that equals the one at `index`, which may be another one nearer the front.
   * Returns where the looked-at record is then: NOT_FOUND if it was itself removed, else one place nearer the front.
   */
  removeEqual(index: number): number {
    const { records } = this;
    let first = 0;
    while (records[first] !== records[index]) first++;
    this.removeAt(first);
    return first === index ? NOT_FOUND : index - 1;
  }
}

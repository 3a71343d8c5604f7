/**
 * A replay buffer that stores each observation once, and of stacked pictures each picture once: a ring of rows, an
 * append-only log for whoever saves it.
 *
 * T = tracks (environments stepped together), C = capacity in rows, a multiple of T. Row r of the log lies in slot r mod C and
 * belongs to track r mod T; the observation that follows row r's is that of row r + T.
 */
import { AgonError } from '@agon/core';
import { CHUNK_BYTES, Chunks, pieceLengths, type Segment } from '@agon/learning';
import type { InputArray } from '../../networkInput.js';
import { encodingFor } from './encoding.js';
import { nStepReturn, type NStepReturn, type RewardLog } from './nStep.js';
import { hashWithAction, Rows, TERMINATED, FINAL, type RowShape } from './rows.js';

/** What a learner is given; B = batch, S = values of an observation. Its arrays may be a training step's inputs. */
export interface Batch {
  /** [B, S] */
  readonly observation: InputArray;
  /** [B, S] Of no meaning where `discount` is 0. */
  readonly next: InputArray;
  /** [B] */
  readonly action: Int32Array;
  /** [B] */
  readonly reward: Float32Array;
  /** [B] gamma to the number of steps, or 0 where they ended the episode. */
  readonly discount: Float32Array;
}

/** What a ring is made with. */
export interface RingShape extends RowShape {
  /** Rows to keep, at least. */
  readonly capacity: number;
  readonly tracks: number;
  /** Later rows of its track that a row needs to be learned from: n for returns of n steps. */
  readonly reach: number;
}

/** The rows that such a ring keeps, C, and the bytes that they take when all are there. @throws unsupported for more actions than a byte holds */
export function ringSize({ capacity, tracks, reach, ...shape }: RingShape): { rows: number; bytes: number } {
  const { frames } = encodingFor(shape.observation);
  // A row with those that it needs is the least that holds a transition.
  const rows = Math.max(frames + reach, Math.ceil(capacity / tracks)) * tracks;
  return { rows, bytes: rows * new Rows(0, shape).rowBytes };
}

/** Its memory comes as it fills, a chunk at a time; see `Rows` for what a row holds. */
export class ReplayRing implements RewardLog {
  /** Rows kept, C: at least what was asked for, rounded up to a multiple of T. */
  readonly capacity: number;
  readonly rowBytes: number;
  readonly tracks: number;
  readonly observationSize: number;
  /** Where the last return that was computed on this ring lies. */
  readonly found: NStepReturn = { reward: 0, discount: 0, next: 0 };
  /** [C] by slot. */
  private readonly rows: Chunks<Rows>;
  private readonly numActions: number;
  private readonly reach: number;
  /** Rows of its track before a row that its observation needs: those of the older pictures of a stack. */
  private readonly history: number;
  /** Rows ever pushed: the next row's index in the log. */
  private pushed = 0;
  /** Rows in the ring with FINAL. */
  private numFinal = 0;

  /** @throws unsupported for more actions than a byte holds; bad-option for too many rows */
  constructor(ring: RingShape, chunkBytes = CHUNK_BYTES) {
    const { tracks, reach, numActions } = ring;
    const { rowBytes, observationSize, encoding } = new Rows(0, ring);
    this.capacity = ringSize(ring).rows;
    this.tracks = tracks;
    this.reach = reach;
    this.history = encoding.frames - 1;
    this.numActions = numActions;
    this.rowBytes = rowBytes;
    this.observationSize = observationSize;
    this.rows = new Chunks(
      this.capacity,
      rowBytes,
      (count) => new Rows(count, ring, undefined, encoding),
      chunkBytes,
    );
  }

  /** Bytes of all rows, when all are there. */
  get bytes(): number {
    return this.capacity * this.rowBytes;
  }

  /** The log's rows in the ring: [start, end). */
  get start(): number {
    return Math.max(0, this.pushed - this.capacity);
  }

  get end(): number {
    return this.pushed;
  }

  /** Rows before this one cannot be learned from any more: pictures of theirs are gone. */
  get startsBegin(): number {
    return this.start === 0 ? 0 : this.start + this.history * this.tracks;
  }

  /** Rows from here on cannot be learned from yet: what they reach is not there. */
  get startsEnd(): number {
    return Math.max(this.startsBegin, this.end - this.reach * this.tracks);
  }

  /** Rows that can be learned from: those whose reach is in the ring and that are steps. */
  get size(): number {
    const { startsBegin, startsEnd } = this;
    let size = startsEnd - startsBegin - this.numFinal;
    for (let row = this.start; row < startsBegin; row++) if (this.isFinal(row)) size++;
    for (let row = startsEnd; row < this.end; row++) if (this.isFinal(row)) size++;
    return size;
  }

  rewardOf(row: number): number {
    const slot = row % this.capacity;
    return this.rows.of(slot).rewardOf(this.rows.placeOf(slot));
  }

  actionOf(row: number): number {
    const slot = row % this.capacity;
    return this.rows.of(slot).actionOf(this.rows.placeOf(slot));
  }

  isTerminated(row: number): boolean {
    return this.flagsOf(row) === TERMINATED;
  }

  isFinal(row: number): boolean {
    return this.flagsOf(row) === FINAL;
  }

  /** Whether an episode ended with this row, one way or the other. */
  isLast(row: number): boolean {
    return this.flagsOf(row) !== 0;
  }

  private flagsOf(row: number): number {
    const slot = row % this.capacity;
    return this.rows.of(slot).flagsOf(this.rows.placeOf(slot));
  }

  /** Reads a row's observation as a network's input. An episode's first picture stands for those before it. */
  observationInto(out: InputArray, start: number, row: number): void {
    let at = row;
    for (let frame = this.history; frame >= 0; frame--) {
      const slot = at % this.capacity;
      this.rows.of(slot).observationInto(out, start, this.rows.placeOf(slot), frame);
      const before = at - this.tracks;
      if (frame > 0 && before >= this.start && !this.isLast(before)) at = before;
    }
  }

  /** Writes a row's extra floats: those of `values` from `start` on. */
  setExtras(row: number, values: Float32Array, start: number): void {
    const slot = row % this.capacity;
    this.rows.of(slot).setExtras(this.rows.placeOf(slot), values, start);
  }

  /** Reads a row's extra floats. */
  extrasInto(out: Float32Array, start: number, row: number): void {
    const slot = row % this.capacity;
    this.rows.of(slot).extrasInto(out, start, this.rows.placeOf(slot));
  }

  /** A 32-bit hash of a row's observation and action. */
  hash(row: number): number {
    return hashWithAction(this.observationHash(row), this.actionOf(row));
  }

  /** A 32-bit hash of a row's observation. */
  observationHash(row: number): number {
    const slot = row % this.capacity;
    return this.rows.of(slot).hashOfRow(this.rows.placeOf(slot));
  }

  /** Appends what the next track in turn saw, did and got, or the last observation of an episode that was cut. Its extra floats are those of the row it replaces until `setExtras`. Allocates nothing. */
  push(
    observation: Uint8Array | Float32Array,
    action: number,
    reward: number,
    terminated: boolean,
    isFinal: boolean,
  ): void {
    this.forgetOldest();
    const slot = this.pushed % this.capacity;
    const place = this.rows.placeOf(slot);
    this.rows.of(slot).write(place, observation, action, reward, terminated, isFinal);
    this.count();
  }

  /** Appends a copy of row `from` of rows of the same shape. */
  pushRow(rows: Rows, from: number): void {
    this.forgetOldest();
    this.setRows(this.pushed, rows.bytesOf(from, 1));
    this.count();
  }

  private forgetOldest(): void {
    if (this.pushed >= this.capacity && this.isFinal(this.pushed)) this.numFinal--;
  }

  private count(): void {
    if (this.isFinal(this.pushed)) this.numFinal++;
    this.pushed++;
  }

  /** Writes the transition of `numSteps` steps from a row on into place i of a batch. Allocates nothing. */
  transitionInto(batch: Batch, i: number, row: number, numSteps: number, gamma: number): void {
    nStepReturn(this, row, numSteps, gamma, this.found);
    const { reward, discount, next } = this.found;
    batch.action[i] = this.actionOf(row);
    batch.reward[i] = reward;
    batch.discount[i] = discount;
    this.observationInto(batch.observation, i * this.observationSize, row);
    // The observation of a state that ended is never used, but may lie beyond the newest row.
    const known = Math.min(next, this.end - 1);
    this.observationInto(batch.next, i * this.observationSize, known);
  }

  /** The rows from `since` on (those that are still there), copied, for a state to be saved. */
  segment(since: number): Segment {
    const { rowBytes, end } = this;
    const start = Math.max(this.start, since);
    const pieces = pieceLengths(end - start, rowBytes).map((count) => new Uint8Array(count * rowBytes));
    let row = start;
    for (const piece of pieces) {
      for (let at = 0; at < piece.length;) {
        const slot = row % this.capacity;
        const count = this.runFrom(row, row + (piece.length - at) / rowBytes);
        piece.set(this.rows.of(slot).bytesOf(this.rows.placeOf(slot), count), at);
        at += count * rowBytes;
        row += count;
      }
    }
    return { rowBytes, start, end, keepFrom: this.start, pieces };
  }

  /** Takes over all rows of a saved ring of the same shape. @throws bad-checkpoint */
  restore({ rowBytes, start, end, pieces }: Segment): void {
    const wanted = Math.max(0, end - this.capacity);
    if (rowBytes !== this.rowBytes || start > wanted || end % this.tracks) {
      throw new AgonError(
        'bad-checkpoint',
        `this replay buffer needs rows ${wanted} to ${end} of ${this.rowBytes} bytes, a multiple of ${this.tracks}; ` +
          `the state has rows ${start} to ${end} of ${rowBytes} bytes. Resume with the settings it was saved with.`,
      );
    }
    let row = start;
    for (const piece of pieces) {
      const first = Math.max(row, wanted);
      const next = row + piece.length / rowBytes;
      if (first < next) this.setRows(first, piece.subarray((first - row) * rowBytes));
      row = next;
    }
    if (row !== end) {
      throw new AgonError(
        'bad-checkpoint',
        `the replay rows of the state end at ${row}, they should at ${end}. Restore the run from a copy.`,
      );
    }
    this.pushed = end;
    this.numFinal = 0;
    for (row = wanted; row < end; row++) if (this.isFinal(row)) this.numFinal++;
  }

  /** Copies the bytes of whole rows into rows `first`, `first` + 1, … */
  private setRows(first: number, bytes: Uint8Array): void {
    const { rowBytes } = this;
    const end = first + bytes.length / rowBytes;
    for (let row = first; row < end;) {
      const slot = row % this.capacity;
      const count = this.runFrom(row, end);
      const part = bytes.subarray((row - first) * rowBytes, (row - first + count) * rowBytes);
      this.rows.of(slot).bytesOf(this.rows.placeOf(slot), count).set(part);
      row += count;
    }
  }

  /** Rows from `row` on, up to `end`, that lie in one piece of memory. */
  private runFrom(row: number, end: number): number {
    const slot = row % this.capacity;
    return this.rows.runFrom(slot, Math.min(this.capacity, slot + end - row));
  }

  /** Recomputes what is kept along the way and checks every row. @throws internal naming the first fault */
  checkConsistency(): void {
    let numFinal = 0;
    for (let row = this.start; row < this.end; row++) {
      const action = this.actionOf(row);
      const flags = this.flagsOf(row);
      if (action >= this.numActions) throw fault(`row ${row} holds action ${action} of ${this.numActions}`);
      if (flags > FINAL) throw fault(`row ${row} has flags ${flags}`);
      if (flags & FINAL) numFinal++;
    }
    if (numFinal !== this.numFinal)
      throw fault(`${numFinal} rows are last observations, counted ${this.numFinal}`);
  }
}

function fault(what: string): AgonError {
  return new AgonError('internal', `replay buffer: ${what}.`);
}

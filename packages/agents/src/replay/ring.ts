/**
 * A replay buffer that stores each observation once, and of stacked pictures each picture once: a ring of rows, an
 * append-only log for whoever saves it.
 *
 * T = tracks (environments stepped together), C = capacity in rows, a multiple of T. Row r of the log lies in slot r mod C and
 * belongs to track r mod T; the observation that follows row r's is that of row r + T.
 */
import { AgonError } from '@agon/core';
import type { InputArray } from '../networkInput.js';
import type { Segment } from '../trainer.js';
import { encodingFor } from './encoding.js';
import { nStepReturn, type NStepReturn, type RewardLog } from './nStep.js';
import { hashWithAction, Rows, TERMINATED, TRUNCATED, type RowShape } from './rows.js';

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

/** All rows are allocated at once; see `Rows` for what one holds. */
export class ReplayRing implements RewardLog {
  /** Rows kept, C: at least what was asked for, rounded up to a multiple of T. */
  readonly capacity: number;
  readonly rowBytes: number;
  readonly tracks: number;
  readonly observationSize: number;
  /** Where the last return that was computed on this ring lies. */
  readonly found: NStepReturn = { reward: 0, discount: 0, next: 0 };
  /** [C] by slot. */
  private readonly rows: Rows;
  private readonly reach: number;
  /** Rows of its track before a row that its observation needs: those of the older pictures of a stack. */
  private readonly history: number;
  /** Rows ever pushed: the next row's index in the log. */
  private pushed = 0;
  /** Rows in the ring with TRUNCATED. */
  private numTruncated = 0;

  /** @throws unsupported for more actions than a byte holds */
  constructor({
    capacity,
    tracks,
    reach,
    ...shape
  }: RowShape & {
    capacity: number;
    tracks: number;
    /** Later rows of its track that a row needs to be learnt from: n for returns of n steps. */
    reach: number;
  }) {
    const { frames } = encodingFor(shape.observation);
    this.tracks = tracks;
    this.reach = reach;
    this.history = frames - 1;
    // A row with those that it needs is the least that holds a transition.
    this.capacity = Math.max(frames + reach, Math.ceil(capacity / tracks)) * tracks;
    this.rows = new Rows(this.capacity, shape);
    this.rowBytes = this.rows.rowBytes;
    this.observationSize = this.rows.observationSize;
  }

  /** Bytes of all rows; known before the first one. */
  get bytes(): number {
    return this.rows.bytes.length;
  }

  /** The log's rows in the ring: [start, end). */
  get start(): number {
    return Math.max(0, this.pushed - this.capacity);
  }

  get end(): number {
    return this.pushed;
  }

  /** Rows before this one cannot be learnt from any more: pictures of theirs are gone. */
  get startsBegin(): number {
    return this.start === 0 ? 0 : this.start + this.history * this.tracks;
  }

  /** Rows from here on cannot be learnt from yet: what they reach is not there. */
  get startsEnd(): number {
    return Math.max(this.startsBegin, this.end - this.reach * this.tracks);
  }

  /** Rows that can be learnt from: those whose reach is in the ring, last steps of truncated episodes apart. */
  get size(): number {
    const { startsBegin, startsEnd } = this;
    let size = startsEnd - startsBegin - this.numTruncated;
    for (let row = this.start; row < startsBegin; row++) if (this.isTruncated(row)) size++;
    for (let row = startsEnd; row < this.end; row++) if (this.isTruncated(row)) size++;
    return size;
  }

  rewardOf(row: number): number {
    return this.rows.rewardOf(row % this.capacity);
  }

  actionOf(row: number): number {
    return this.rows.actionOf(row % this.capacity);
  }

  isTerminated(row: number): boolean {
    return this.rows.flagsOf(row % this.capacity) === TERMINATED;
  }

  isTruncated(row: number): boolean {
    return this.rows.flagsOf(row % this.capacity) === TRUNCATED;
  }

  /** Whether an episode ended with this row, one way or the other. */
  isLast(row: number): boolean {
    return this.rows.flagsOf(row % this.capacity) !== 0;
  }

  /** Reads a row's observation as a network's input. An episode's first picture stands for those before it. */
  observationInto(out: InputArray, start: number, row: number): void {
    let at = row;
    for (let frame = this.history; frame >= 0; frame--) {
      this.rows.observationInto(out, start, at % this.capacity, frame);
      const before = at - this.tracks;
      if (frame > 0 && before >= this.start && !this.isLast(before)) at = before;
    }
  }

  /** Writes a row's extra floats: those of `values` from `start` on. */
  setExtras(row: number, values: Float32Array, start: number): void {
    this.rows.setExtras(row % this.capacity, values, start);
  }

  /** Reads a row's extra floats. */
  extrasInto(out: Float32Array, start: number, row: number): void {
    this.rows.extrasInto(out, start, row % this.capacity);
  }

  /** A 32-bit hash of a row's observation and action. */
  hash(row: number): number {
    return hashWithAction(this.observationHash(row), this.actionOf(row));
  }

  /** A 32-bit hash of a row's observation. */
  observationHash(row: number): number {
    return this.rows.hashOfRow(row % this.capacity);
  }

  /** Appends what the next track in turn saw, did and got. Its extra floats are those of the row it replaces until `setExtras`. Allocates nothing. */
  push(
    observation: Uint8Array | Float32Array,
    action: number,
    reward: number,
    terminated: boolean,
    truncated: boolean,
  ): void {
    this.forgetOldest();
    this.rows.write(this.pushed % this.capacity, observation, action, reward, terminated, truncated);
    this.count();
  }

  /** Appends a copy of row `from` of rows of the same shape. */
  pushRow(rows: Rows, from: number): void {
    const { rowBytes } = this;
    this.forgetOldest();
    const row = rows.bytes.subarray(from * rowBytes, (from + 1) * rowBytes);
    this.rows.bytes.set(row, (this.pushed % this.capacity) * rowBytes);
    this.count();
  }

  private forgetOldest(): void {
    if (this.pushed >= this.capacity && this.isTruncated(this.pushed)) this.numTruncated--;
  }

  private count(): void {
    if (this.isTruncated(this.pushed)) this.numTruncated++;
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
    const start = Math.max(this.start, since);
    const bytes = new Uint8Array((this.end - start) * this.rowBytes);
    for (let row = start; row < this.end;) {
      // A run of rows up to the end of the ring lies in one piece.
      const slot = row % this.capacity;
      const count = Math.min(this.capacity - slot, this.end - row);
      const piece = this.rows.bytes.subarray(slot * this.rowBytes, (slot + count) * this.rowBytes);
      bytes.set(piece, (row - start) * this.rowBytes);
      row += count;
    }
    return { rowBytes: this.rowBytes, start, end: this.end, keepFrom: this.start, bytes };
  }

  /** Takes over all rows of a saved ring of the same shape. @throws bad-checkpoint */
  restore(saved: Segment): void {
    const { rowBytes, start, end, bytes } = saved;
    const wanted = Math.max(0, end - this.capacity);
    if (
      rowBytes !== this.rowBytes ||
      start > wanted ||
      end % this.tracks ||
      bytes.length !== (end - start) * rowBytes
    ) {
      throw new AgonError(
        'bad-checkpoint',
        `this replay buffer needs rows ${wanted} to ${end} of ${this.rowBytes} bytes, a multiple of ${this.tracks}; ` +
          `the state has rows ${start} to ${end} of ${rowBytes} bytes (${bytes.length} in all). Resume with the settings it was saved with.`,
      );
    }
    this.pushed = end;
    this.numTruncated = 0;
    for (let row = wanted; row < end; row++) {
      const from = (row - start) * rowBytes;
      this.rows.bytes.set(bytes.subarray(from, from + rowBytes), (row % this.capacity) * rowBytes);
      if (this.isTruncated(row)) this.numTruncated++;
    }
  }

  /** Recomputes what is kept along the way and checks every row. @throws internal naming the first fault */
  checkConsistency(): void {
    let truncated = 0;
    for (let row = this.start; row < this.end; row++) {
      const { numActions } = this.rows;
      const action = this.actionOf(row);
      const flags = this.rows.flagsOf(row % this.capacity);
      if (action >= numActions) throw fault(`row ${row} holds action ${action} of ${numActions}`);
      if (flags > TRUNCATED) throw fault(`row ${row} has flags ${flags}`);
      if (flags & TRUNCATED) truncated++;
    }
    if (truncated !== this.numTruncated)
      throw fault(`${truncated} rows are truncated, counted ${this.numTruncated}`);
  }
}

function fault(what: string): AgonError {
  return new AgonError('internal', `replay buffer: ${what}.`);
}

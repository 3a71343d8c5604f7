/**
 * A replay buffer that stores each observation once: a ring of rows of fixed size in one block of bytes, an append-only
 * log for whoever saves it.
 *
 * T = tracks (environments stepped together), C = capacity in rows, a multiple of T. Row r of the log lies in slot r mod C and
 * belongs to track r mod T; the observation that follows row r's is that of row r + T.
 */
import { AgonError } from '@agon/core';
import type { ObservationSpace } from '@agon/envs';
import type { Segment } from '../trainer.js';
import { encodingFor, type Encoding } from './encoding.js';
import { nStepReturn, type NStepReturn, type RewardLog } from './nStep.js';

/** A row: reward (float32), action (uint8), flags (uint8), two unused bytes, E extra floats, the observation. */
const ACTION = 4;
const FLAGS = 5;
const EXTRA = 8;
const TERMINATED = 1;
/** The episode was cut here: its last observation is not stored, so the row is never sampled. */
const TRUNCATED = 2;

/** Actions are stored in a byte. */
export const MAX_ACTIONS = 256;

/** What a learner is given; B = batch, S = values of an observation. Its arrays may be a training step's inputs. */
export interface Batch {
  /** [B, S] */
  readonly observation: Float32Array;
  /** [B, S] Of no meaning where `discount` is 0. */
  readonly next: Float32Array;
  /** [B] */
  readonly action: Int32Array;
  /** [B] */
  readonly reward: Float32Array;
  /** [B] gamma to the number of steps, or 0 where they ended the episode. */
  readonly discount: Float32Array;
}

export class ReplayRing implements RewardLog {
  /** Rows kept, C: at least what was asked for, rounded up to a multiple of T. */
  readonly capacity: number;
  readonly rowBytes: number;
  readonly tracks: number;
  readonly observationSize: number;
  /** Where the last return that was computed on this ring lies. */
  readonly found: NStepReturn = { reward: 0, discount: 0, next: 0 };
  /** [C, rowBytes] */
  private readonly rows: Uint8Array;
  private readonly view: DataView;
  private readonly encoding: Encoding;
  /** One encoded observation. */
  private readonly scratch: Uint8Array;
  private readonly numActions: number;
  private readonly reach: number;
  private readonly extras: number;
  /** Where the observation lies in a row. */
  private readonly observationAt: number;
  /** Rows ever pushed: the next row's index in the log. */
  private pushed = 0;
  /** Rows in the ring with TRUNCATED. */
  private numTruncated = 0;

  /** @throws unsupported for more actions than a byte holds */
  constructor(options: {
    capacity: number;
    tracks: number;
    observation: ObservationSpace;
    numActions: number;
    /** Later rows of its track that a row needs to be learnt from: n for returns of n steps. */
    reach: number;
    /** Floats kept with each row beside reward and action. */
    extras?: number;
  }) {
    const { capacity, tracks, observation, numActions, reach, extras = 0 } = options;
    if (numActions > MAX_ACTIONS) {
      throw new AgonError(
        'unsupported',
        `a replay row holds one of at most ${MAX_ACTIONS} actions, this environment has ${numActions}.`,
      );
    }
    this.encoding = encodingFor(observation);
    this.observationSize = observation.shape.reduce((product, size) => product * size, 1);
    this.tracks = tracks;
    this.numActions = numActions;
    this.reach = reach;
    this.extras = extras;
    // A row and those that it reaches are the least that holds a transition.
    this.capacity = Math.max(reach + 1, Math.ceil(capacity / tracks)) * tracks;
    this.observationAt = EXTRA + 4 * extras;
    this.rowBytes = this.observationAt + this.encoding.numBytes;
    this.scratch = new Uint8Array(this.encoding.numBytes);
    this.rows = new Uint8Array(this.capacity * this.rowBytes);
    this.view = new DataView(this.rows.buffer);
  }

  /** Bytes of all rows; known before the first one. */
  get bytes(): number {
    return this.rows.length;
  }

  /** The log's rows in the ring: [start, end). */
  get start(): number {
    return Math.max(0, this.pushed - this.capacity);
  }

  get end(): number {
    return this.pushed;
  }

  /** Rows from here on cannot be learnt from yet: what they reach is not there. */
  get startsEnd(): number {
    return Math.max(this.start, this.end - this.reach * this.tracks);
  }

  /** Rows that can be learnt from: those whose reach is in the ring, last steps of truncated episodes apart. */
  get size(): number {
    const { startsEnd } = this;
    let size = startsEnd - this.start - this.numTruncated;
    for (let row = startsEnd; row < this.end; row++) if (this.isTruncated(row)) size++;
    return size;
  }

  rewardOf(row: number): number {
    return this.view.getFloat32(this.offset(row), true);
  }

  actionOf(row: number): number {
    return this.rows[this.offset(row) + ACTION];
  }

  isTerminated(row: number): boolean {
    return this.rows[this.offset(row) + FLAGS] === TERMINATED;
  }

  isTruncated(row: number): boolean {
    return this.rows[this.offset(row) + FLAGS] === TRUNCATED;
  }

  /** Whether an episode ended with this row, one way or the other. */
  isLast(row: number): boolean {
    return this.rows[this.offset(row) + FLAGS] !== 0;
  }

  /** Reads a row's observation as a network's input. */
  observationInto(out: Float32Array, start: number, row: number): void {
    this.encoding.readInto(out, start, this.rows, this.offset(row) + this.observationAt);
  }

  /** Writes a row's extra floats: those of `values` from `start` on. */
  setExtras(row: number, values: Float32Array, start: number): void {
    const offset = this.offset(row) + EXTRA;
    for (let i = 0; i < this.extras; i++) this.view.setFloat32(offset + 4 * i, values[start + i], true);
  }

  /** Reads a row's extra floats. */
  extrasInto(out: Float32Array, start: number, row: number): void {
    const offset = this.offset(row) + EXTRA;
    for (let i = 0; i < this.extras; i++) out[start + i] = this.view.getFloat32(offset + 4 * i, true);
  }

  /** A 32-bit hash of a row's observation and action. */
  hash(row: number): number {
    return hashWithAction(
      this.hashBytes(this.rows, this.offset(row) + this.observationAt),
      this.actionOf(row),
    );
  }

  /** A hash of an observation that is not in the ring; `hashWithAction` makes it what `hash` is of a row. */
  hashOf(observation: Uint8Array | Float32Array): number {
    this.encoding.write(this.scratch, 0, observation);
    return this.hashBytes(this.scratch, 0);
  }

  /** FNV-1a over an encoded observation. */
  private hashBytes(bytes: Uint8Array, from: number): number {
    let hash = 0x811c9dc5;
    for (let i = from; i < from + this.encoding.numBytes; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    return hash >>> 0;
  }

  /** Appends what the next track in turn saw, did and got. Its extra floats are those of the row it replaces until `setExtras`. Allocates nothing. */
  push(
    observation: Uint8Array | Float32Array,
    action: number,
    reward: number,
    terminated: boolean,
    truncated: boolean,
  ): void {
    const offset = this.offset(this.pushed);
    if (this.pushed >= this.capacity && this.rows[offset + FLAGS] & TRUNCATED) this.numTruncated--;
    this.view.setFloat32(offset, reward, true);
    this.rows[offset + ACTION] = action;
    this.rows[offset + FLAGS] = terminated ? TERMINATED : truncated ? TRUNCATED : 0;
    if (truncated && !terminated) this.numTruncated++;
    this.encoding.write(this.rows, offset + this.observationAt, observation);
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
      const piece = this.rows.subarray(slot * this.rowBytes, (slot + count) * this.rowBytes);
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
      this.rows.set(bytes.subarray(from, from + rowBytes), this.offset(row));
      if (this.rows[this.offset(row) + FLAGS] & TRUNCATED) this.numTruncated++;
    }
  }

  /** Recomputes what is kept along the way and checks every row. @throws internal naming the first fault */
  checkConsistency(): void {
    let truncated = 0;
    for (let row = this.start; row < this.end; row++) {
      const offset = this.offset(row);
      const action = this.rows[offset + ACTION];
      const flags = this.rows[offset + FLAGS];
      if (action >= this.numActions) throw fault(`row ${row} holds action ${action} of ${this.numActions}`);
      if (flags > TRUNCATED) throw fault(`row ${row} has flags ${flags}`);
      if (flags & TRUNCATED) truncated++;
    }
    if (truncated !== this.numTruncated)
      throw fault(`${truncated} rows are truncated, counted ${this.numTruncated}`);
  }

  private offset(row: number): number {
    return (row % this.capacity) * this.rowBytes;
  }
}

/** From the hash of an observation to that of an action on it. */
export function hashWithAction(hash: number, action: number): number {
  return Math.imul(hash ^ (action + 1), 0x01000193) >>> 0;
}

function fault(what: string): AgonError {
  return new AgonError('internal', `replay buffer: ${what}.`);
}

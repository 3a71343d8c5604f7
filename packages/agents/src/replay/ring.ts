/**
 * A replay buffer that stores each observation once: a ring of rows of fixed size in one block of bytes, an append-only
 * log for whoever saves it.
 *
 * T = tracks (environments stepped together), C = capacity in rows, a multiple of T. Row r of the log lies in slot r mod C and
 * belongs to track r mod T; the observation that follows row r's is that of row r + T.
 */
import { AgonError, type Rng } from '@agon/core';
import type { ObservationSpace } from '@agon/envs';
import type { Segment } from '../trainer.js';
import { encodingFor, type Encoding } from './encoding.js';

/** A row: reward (float32), action (uint8), flags (uint8), two unused bytes, the observation. */
const ACTION = 4;
const FLAGS = 5;
const OBSERVATION = 8;
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
  /** [B] gamma, or 0 where the step ended the episode. */
  readonly discount: Float32Array;
}

export class ReplayRing {
  /** Rows kept, C: at least what was asked for, rounded up to a multiple of T. */
  readonly capacity: number;
  readonly rowBytes: number;
  /** [C, rowBytes] */
  private readonly rows: Uint8Array;
  private readonly view: DataView;
  private readonly encoding: Encoding;
  private readonly observationSize: number;
  private readonly tracks: number;
  private readonly numActions: number;
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
  }) {
    const { capacity, tracks, observation, numActions } = options;
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
    // Two rows a track are the least that holds a transition.
    this.capacity = Math.max(2, Math.ceil(capacity / tracks)) * tracks;
    this.rowBytes = OBSERVATION + this.encoding.numBytes;
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

  /** Transitions that can be sampled: those whose next observation is in the ring, or which ended their episode. */
  get size(): number {
    let size = Math.max(0, this.end - this.tracks - this.start) - this.numTruncated;
    for (let r = Math.max(this.start, this.end - this.tracks); r < this.end; r++) {
      if (this.rows[this.offset(r) + FLAGS] & TRUNCATED) size++;
    }
    return size;
  }

  /** Appends what the next track in turn saw, did and got. Allocates nothing. */
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
    this.encoding.write(this.rows, offset + OBSERVATION, observation);
    this.pushed++;
  }

  /**
   * Fills a batch with transitions drawn uniformly, with replacement: one draw each, and one more for each draw that
   * falls on the last step of a truncated episode. Allocates nothing.
   * @throws internal where there is nothing to sample
   */
  sampleInto(batch: Batch, gamma: number, rng: Rng): void {
    const { start, rows, view, encoding, observationSize } = this;
    const span = this.end - this.tracks - start;
    if (this.size <= 0) throw new AgonError('internal', 'the replay buffer has no transition to sample yet.');
    for (let i = 0; i < batch.action.length; i++) {
      let row: number;
      let offset: number;
      do {
        row = start + rng.int(span);
        offset = this.offset(row);
      } while (rows[offset + FLAGS] & TRUNCATED);
      batch.action[i] = rows[offset + ACTION];
      batch.reward[i] = view.getFloat32(offset, true);
      batch.discount[i] = rows[offset + FLAGS] & TERMINATED ? 0 : gamma;
      const at = i * observationSize;
      encoding.readInto(batch.observation, at, rows, offset + OBSERVATION);
      encoding.readInto(batch.next, at, rows, this.offset(row + this.tracks) + OBSERVATION);
    }
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

function fault(what: string): AgonError {
  return new AgonError('internal', `replay buffer: ${what}.`);
}

/**
 * Steps of environments as rows of fixed size in one block of bytes: what the replay ring is made of, and what actors in worker
 * threads hand to the learner. A row: reward (float32), action (uint8), flags (uint8), two unused bytes, E extra floats,
 * the observation. Of stacked pictures a row holds the newest one; the others are in the rows before it.
 */
import { AgonError } from '@agon/core';
import { observationSize, type ObservationSpace } from '@agon/envs';
import type { InputArray } from '../../networkInput.js';
import { encodingFor, type Encoding } from './encoding.js';

const ACTION = 4;
const FLAGS = 5;
const EXTRA = 8;

/** Flags of a row; 0 for a step that its episode went on from. */
export const TERMINATED = 1;
/** No step: the last observation of an episode that was cut, which the step before it leads to. Nothing is learned from such a row. */
export const FINAL = 2;

/** Actions are stored in a byte. */
const MAX_ACTIONS = 256;

/** What a row is made of. */
export interface RowShape {
  readonly observation: ObservationSpace;
  readonly numActions: number;
  /** Floats kept with each row beside reward and action, E; none where it is not given. */
  readonly extras?: number;
}

/** Rows by index; what an index means (a slot, a place in a chunk) is up to whoever has them. */
export class Rows {
  readonly rowBytes: number;
  readonly observationSize: number;
  readonly numActions: number;
  /** [rows, rowBytes] */
  readonly bytes: Uint8Array;
  /** How a row holds its observation. */
  readonly encoding: Encoding;
  private readonly view: DataView;
  private readonly extras: number;
  /** Where the observation lies in a row. */
  private readonly observationAt: number;
  /** One encoded observation. */
  private readonly scratch: Uint8Array;

  /**
   * @param memory what the rows lie in, if it is not to be new
   * @param encoding that of the space, where many have one in common
   * @throws unsupported for more actions than a byte holds
   */
  constructor(
    count: number,
    { observation, numActions, extras = 0 }: RowShape,
    memory?: ArrayBuffer,
    encoding = encodingFor(observation),
  ) {
    if (numActions > MAX_ACTIONS) {
      throw new AgonError(
        'unsupported',
        `a replay row holds one of at most ${MAX_ACTIONS} actions, this environment has ${numActions}.`,
      );
    }
    this.encoding = encoding;
    this.observationSize = observationSize(observation);
    this.numActions = numActions;
    this.extras = extras;
    this.observationAt = EXTRA + 4 * extras;
    this.rowBytes = this.observationAt + this.encoding.numBytes;
    this.scratch = new Uint8Array(this.encoding.numBytes);
    const length = count * this.rowBytes;
    this.bytes = memory ? new Uint8Array(memory, 0, length) : new Uint8Array(length);
    this.view = new DataView(this.bytes.buffer, 0, length);
  }

  /** The bytes of `count` rows from `row` on; not a copy. */
  bytesOf(row: number, count: number): Uint8Array {
    return this.bytes.subarray(row * this.rowBytes, (row + count) * this.rowBytes);
  }

  /** Writes all of a row but its extra floats. Allocates nothing. */
  write(
    row: number,
    observation: Uint8Array | Float32Array,
    action: number,
    reward: number,
    terminated: boolean,
    isFinal: boolean,
  ): void {
    const offset = row * this.rowBytes;
    this.view.setFloat32(offset, reward, true);
    this.bytes[offset + ACTION] = action;
    this.bytes[offset + FLAGS] = terminated ? TERMINATED : isFinal ? FINAL : 0;
    this.encoding.write(this.bytes, offset + this.observationAt, observation);
  }

  /** As it was given, rounded to float32. */
  rewardOf(row: number): number {
    return this.view.getFloat32(row * this.rowBytes, true);
  }

  actionOf(row: number): number {
    return this.bytes[row * this.rowBytes + ACTION];
  }

  /** 0, TERMINATED or FINAL. */
  flagsOf(row: number): number {
    return this.bytes[row * this.rowBytes + FLAGS];
  }

  /** Reads a row's observation, or the picture of a stack that it holds as the `frame`-th, as a network's input. */
  observationInto(out: InputArray, start: number, row: number, frame: number): void {
    this.encoding.readInto(out, start, this.bytes, row * this.rowBytes + this.observationAt, frame);
  }

  /** Writes a row's extra floats: those of `values` from `start` on. */
  setExtras(row: number, values: Float32Array, start: number): void {
    const offset = row * this.rowBytes + EXTRA;
    for (let i = 0; i < this.extras; i++) this.view.setFloat32(offset + 4 * i, values[start + i], true);
  }

  /** Reads a row's extra floats. */
  extrasInto(out: Float32Array, start: number, row: number): void {
    const offset = row * this.rowBytes + EXTRA;
    for (let i = 0; i < this.extras; i++) out[start + i] = this.view.getFloat32(offset + 4 * i, true);
  }

  /** A 32-bit hash of what a row holds of its observation. */
  hashOfRow(row: number): number {
    return this.hashBytes(this.bytes, row * this.rowBytes + this.observationAt);
  }

  /** The same of an observation that is in no row. */
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
}

/** From the hash of an observation to that of an action on it. */
export function hashWithAction(hash: number, action: number): number {
  return Math.imul(hash ^ (action + 1), 0x01000193) >>> 0;
}

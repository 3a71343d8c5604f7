/** The replay window: the last positions of self-play in typed arrays, with their targets. */
import { AgonError, type Rng } from '@agon/core';
import { observationSize, type BoardSymmetry, type Game } from '@agon/envs';
import type { SavedState, Segment } from '../trainer.js';
import type { GameBatch } from './gameBatch.js';

/** Where `sampleInto` writes a minibatch. N = batch size, F = values of an observation, A = actions. */
export interface Minibatch {
  /** [N, F] */
  observation: Float32Array;
  /** [N, A] the share of visits of each action */
  policy: Float32Array;
  /** [N] the game's outcome for the player to move */
  outcome: Float32Array;
}

/**
 * A ring of the last `capacity` positions. Positions have absolute row numbers that only grow: rows [end − size, end) are
 * held, row r in place r mod capacity.
 */
export class Experience {
  readonly capacity: number;
  /** [capacity, F] */
  private readonly observations: Uint8Array | Float32Array;
  /** [capacity, A] */
  private readonly policies: Float32Array;
  /** [capacity] */
  private readonly outcomes: Float32Array;
  private readonly features: number;
  private readonly numActions: number;
  private readonly symmetries: readonly BoardSymmetry[];
  private readonly planes: number;
  private rows = 0;

  constructor(game: Game, capacity: number) {
    this.capacity = capacity;
    this.features = observationSize(game.observation);
    this.numActions = game.numActions;
    this.symmetries = game.symmetries ?? [];
    this.planes = game.observation.shape[game.observation.shape.length - 1];
    const cells = capacity * this.features;
    this.observations = game.observation.dtype === 'uint8' ? new Uint8Array(cells) : new Float32Array(cells);
    this.policies = new Float32Array(capacity * this.numActions);
    this.outcomes = new Float32Array(capacity);
  }

  /** One more than the number of the newest row: all rows that were ever added. */
  get end(): number {
    return this.rows;
  }

  /** Rows held now. */
  get size(): number {
    return Math.min(this.rows, this.capacity);
  }

  /** Bytes that all arrays take when full. */
  get bytes(): number {
    return this.observations.byteLength + this.policies.byteLength + this.outcomes.byteLength;
  }

  /** Adds every position of finished games, in order. */
  append(games: GameBatch): void {
    const { features, numActions, capacity } = this;
    for (let i = 0; i < games.outcomes.length; i++) {
      const place = this.rows % capacity;
      this.observations.set(games.observations.subarray(i * features, (i + 1) * features), place * features);
      this.policies.set(games.policies.subarray(i * numActions, (i + 1) * numActions), place * numActions);
      this.outcomes[place] = games.outcomes[i];
      this.rows++;
    }
  }

  /** Fills a minibatch with rows drawn uniformly, each seen through a symmetry drawn uniformly: two draws a row. */
  sampleInto(out: Minibatch, rng: Rng): void {
    const { features, numActions } = this;
    const oldest = this.rows - this.size;
    for (let i = 0; i < out.outcome.length; i++) {
      const place = (oldest + rng.int(this.size)) % this.capacity;
      const observation = this.observations.subarray(place * features, (place + 1) * features);
      const policy = this.policies.subarray(place * numActions, (place + 1) * numActions);
      const toObservation = out.observation.subarray(i * features, (i + 1) * features);
      const toPolicy = out.policy.subarray(i * numActions, (i + 1) * numActions);
      out.outcome[i] = this.outcomes[place];
      const which = rng.int(Math.max(1, this.symmetries.length));
      if (which === 0) {
        toObservation.set(observation);
        toPolicy.set(policy);
        continue;
      }
      const { cells, actions } = this.symmetries[which];
      for (let cell = 0; cell < cells.length; cell++) {
        const from = cell * this.planes;
        const to = cells[cell] * this.planes;
        for (let plane = 0; plane < this.planes; plane++)
          toObservation[to + plane] = observation[from + plane];
      }
      for (let action = 0; action < numActions; action++) toPolicy[actions[action]] = policy[action];
    }
  }

  /** The rows since row `since` (those still held), for a saved state. */
  segments(since: number): Record<string, Segment> {
    const keepFrom = this.rows - this.size;
    const start = Math.max(since, keepFrom);
    const segment = (array: Uint8Array | Float32Array, width: number): Segment => {
      const rowBytes = width * array.BYTES_PER_ELEMENT;
      const ring = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      const bytes = new Uint8Array((this.rows - start) * rowBytes);
      for (let row = start; row < this.rows; row++) {
        const place = (row % this.capacity) * rowBytes;
        bytes.set(ring.subarray(place, place + rowBytes), (row - start) * rowBytes);
      }
      return { rowBytes, start, end: this.rows, keepFrom, bytes };
    };
    return {
      observations: segment(this.observations, this.features),
      policies: segment(this.policies, this.numActions),
      outcomes: segment(this.outcomes, 1),
    };
  }

  /** Takes the rows of a saved state back. @throws bad-checkpoint where they do not fit this game */
  load(segments: SavedState['segments']): void {
    const load = (name: string, array: Uint8Array | Float32Array, width: number): void => {
      const segment = segments[name];
      const rowBytes = width * array.BYTES_PER_ELEMENT;
      if (!segment || segment.rowBytes !== rowBytes) {
        throw new AgonError(
          'bad-checkpoint',
          `the saved replay rows "${name}" have ${segment?.rowBytes ?? 'no'} bytes each, this game needs ${rowBytes}. Resume with the environment and settings that the run began with.`,
        );
      }
      const ring = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let row = Math.max(segment.start, segment.end - this.capacity); row < segment.end; row++) {
        const from = (row - segment.start) * rowBytes;
        ring.set(segment.bytes.subarray(from, from + rowBytes), (row % this.capacity) * rowBytes);
      }
      this.rows = segment.end;
    };
    load('observations', this.observations, this.features);
    load('policies', this.policies, this.numActions);
    load('outcomes', this.outcomes, 1);
  }
}

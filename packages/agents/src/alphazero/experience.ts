/** The replay window: the last positions of self-play in typed arrays, with their targets. */
import { AgonError, type Rng } from '@agon/core';
import { observationSize, type BoardSymmetry, type Game } from '@agon/envs';
import type { SavedState, Segment } from '../trainer.js';
import { NOBODYS, territoryCells, UNKNOWN, type GameBatch } from './gameBatch.js';
import { ObservationRows } from './observationRows.js';
import { turnBoardInto } from './turnedBoard.js';

/** Where `sampleInto` writes a minibatch. N = batch size, F = values of an observation, A = actions, C = cells. */
export interface Minibatch {
  /** [N, F] */
  observation: Float32Array;
  /** [N, A] the share of visits of each action */
  policy: Float32Array;
  /** [N] the game's outcome for the player to move */
  outcome: Float32Array;
  /** [N, C] whose each cell was at the end: 1 the player's to move, −1 the opponent's, 0 nobody's; only where the learner asks for it */
  ownership?: Float32Array;
  /** [N] the player's lead at the end, in points divided by C */
  score?: Float32Array;
  /** [N] 1 where the two are known, else 0 */
  territoryKnown?: Float32Array;
}

/** One kind of what is kept of a position. */
interface Column {
  array: Uint8Array | Float32Array;
  /** Elements of one row. */
  width: number;
}

/**
 * A ring of the last `capacity` positions. Positions have absolute row numbers that only grow: rows [end − size, end) are
 * held, row r in place r mod capacity. Minibatches come from the newest `windowOf(end)` of them.
 */
export class Experience {
  readonly capacity: number;
  private readonly observations: ObservationRows;
  /** [capacity, A] */
  private readonly policies: Float32Array;
  /** [capacity] */
  private readonly outcomes: Float32Array;
  /** [capacity, C] and [capacity]; C = 0 for games without territory. */
  private readonly ownership: Uint8Array;
  private readonly scores: Float32Array;
  /** By the name of the segment in a saved state. */
  private readonly columns: Readonly<Record<string, Column>>;
  private readonly features: number;
  private readonly numActions: number;
  private readonly cells: number;
  /** Those that rows are seen through; none: as they were. */
  private readonly symmetries: readonly BoardSymmetry[];
  private readonly windowOf: (positions: number) => number;
  /** [F] Scratch. */
  private readonly unturned: Float32Array;
  private rows = 0;

  /**
   * @param windowOf the number of newest positions to learn from, after so many positions
   * @param augment whether positions are seen through symmetries
   */
  constructor(
    game: Game,
    capacity: number,
    windowOf: (positions: number) => number = () => capacity,
    augment = true,
  ) {
    this.capacity = capacity;
    this.windowOf = windowOf;
    this.features = observationSize(game.observation);
    this.numActions = game.numActions;
    this.cells = territoryCells(game);
    this.symmetries = augment ? (game.symmetries ?? []) : [];
    this.unturned = new Float32Array(this.features);
    this.observations = new ObservationRows(game.observation, capacity);
    this.policies = new Float32Array(capacity * this.numActions);
    this.outcomes = new Float32Array(capacity);
    this.ownership = new Uint8Array(capacity * this.cells);
    this.scores = new Float32Array(this.cells > 0 ? capacity : 0);
    this.columns = {
      observations: this.observations,
      policies: { array: this.policies, width: this.numActions },
      outcomes: { array: this.outcomes, width: 1 },
      ...(this.cells > 0 && {
        ownership: { array: this.ownership, width: this.cells },
        scores: { array: this.scores, width: 1 },
      }),
    };
  }

  /** One more than the number of the newest row: all rows that were ever added. */
  get end(): number {
    return this.rows;
  }

  /** Rows held now. */
  get size(): number {
    return Math.min(this.rows, this.capacity);
  }

  /** Rows that minibatches come from. */
  get window(): number {
    return Math.max(1, Math.min(this.size, this.windowOf(this.rows)));
  }

  /** Bytes that all arrays take when full. */
  get bytes(): number {
    return Object.values(this.columns).reduce((sum, { array }) => sum + array.byteLength, 0);
  }

  /** Adds every position of finished games, in order. */
  append(games: GameBatch): void {
    const { numActions, cells, capacity } = this;
    const { width } = this.observations;
    for (let i = 0; i < games.outcomes.length; i++) {
      const place = this.rows % capacity;
      this.observations.take(place, games.observations.subarray(i * width, (i + 1) * width));
      this.policies.set(games.policies.subarray(i * numActions, (i + 1) * numActions), place * numActions);
      this.outcomes[place] = games.outcomes[i];
      if (cells > 0) {
        this.ownership.set(games.ownership.subarray(i * cells, (i + 1) * cells), place * cells);
        this.scores[place] = games.scores[i];
      }
      this.rows++;
    }
  }

  /** Fills a minibatch with rows drawn uniformly, each seen through a symmetry drawn uniformly: two draws a row. */
  sampleInto(out: Minibatch, rng: Rng): void {
    const { features, numActions } = this;
    const { window } = this;
    const oldest = this.rows - window;
    for (let i = 0; i < out.outcome.length; i++) {
      const place = (oldest + rng.int(window)) % this.capacity;
      const policy = this.policies.subarray(place * numActions, (place + 1) * numActions);
      const toObservation = out.observation.subarray(i * features, (i + 1) * features);
      const toPolicy = out.policy.subarray(i * numActions, (i + 1) * numActions);
      out.outcome[i] = this.outcomes[place];
      const symmetry = this.symmetries[rng.int(Math.max(1, this.symmetries.length))];
      if (out.ownership) this.territoryInto(out, i, place, symmetry);
      if (!symmetry || symmetry === this.symmetries[0]) {
        this.observations.readInto(toObservation, place);
        toPolicy.set(policy);
        continue;
      }
      this.observations.readInto(this.unturned, place);
      turnBoardInto(toObservation, this.unturned, symmetry);
      for (let action = 0; action < numActions; action++) toPolicy[symmetry.actions[action]] = policy[action];
    }
  }

  private territoryInto(
    out: Minibatch,
    index: number,
    place: number,
    symmetry: BoardSymmetry | undefined,
  ): void {
    const { cells, ownership } = this;
    const known = ownership[place * cells] !== UNKNOWN;
    out.territoryKnown![index] = known ? 1 : 0;
    out.score![index] = this.scores[place];
    for (let cell = 0; cell < cells; cell++) {
      const to = symmetry ? symmetry.cells[cell] : cell;
      out.ownership![index * cells + to] = known ? ownership[place * cells + cell] - NOBODYS : 0;
    }
  }

  /** The rows since row `since` (those still held), for a saved state. */
  segments(since: number): Record<string, Segment> {
    const keepFrom = this.rows - this.size;
    const start = Math.max(since, keepFrom);
    const segment = ({ array, width }: Column): Segment => {
      const rowBytes = width * array.BYTES_PER_ELEMENT;
      const ring = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      const bytes = new Uint8Array((this.rows - start) * rowBytes);
      for (let row = start; row < this.rows; row++) {
        const place = (row % this.capacity) * rowBytes;
        bytes.set(ring.subarray(place, place + rowBytes), (row - start) * rowBytes);
      }
      return { rowBytes, start, end: this.rows, keepFrom, bytes };
    };
    return Object.fromEntries(Object.entries(this.columns).map(([name, column]) => [name, segment(column)]));
  }

  /** Takes the rows of a saved state back. @throws bad-checkpoint where they do not fit this game */
  load(segments: SavedState['segments']): void {
    for (const [name, { array, width }] of Object.entries(this.columns)) {
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
    }
  }
}

/** The replay window: the last positions of self-play in typed arrays, with their targets. */
import { AgonError, type Rng } from '@agon/core';
import { observationSize, type BoardSymmetry, type Game } from '@agon/envs';
import { CHUNK_BYTES, Chunks, pieceLengths, type SavedState, type Segment } from '@agon/learning';
import { ObservationRows } from '../board/observationRows.js';
import { turnBoardInto } from '../board/turnedBoard.js';
import { NOBODYS, territoryCells, UNKNOWN, type GameBatch } from './gameBatch.js';
import type { AlphazeroSettings } from './settings.js';

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

/** One kind of what is kept of a position: rows of `width` numbers, in chunks of arrays that come as the window fills. */
class Column<A extends Uint8Array | Float32Array = Uint8Array | Float32Array> {
  readonly width: number;
  readonly rowBytes: number;
  private readonly chunks: Chunks<A>;

  constructor(
    capacity: number,
    width: number,
    kind: { new (length: number): A; readonly BYTES_PER_ELEMENT: number },
    chunkBytes: number,
  ) {
    this.width = width;
    this.rowBytes = width * kind.BYTES_PER_ELEMENT;
    this.chunks = new Chunks(capacity, this.rowBytes, (rows) => new kind(rows * width), chunkBytes);
  }

  /** [width] A row; not a copy. */
  row(place: number): A {
    const at = this.chunks.placeOf(place) * this.width;
    return this.chunks.of(place).subarray(at, at + this.width) as A;
  }

  /** [rowBytes] The bytes of a row; not a copy. */
  bytesOf(place: number): Uint8Array {
    const { buffer, byteOffset, byteLength } = this.row(place);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/** Bytes that the window of a run takes when it is full. Allocates no window. @throws bad-option for too many positions */
export function windowBytes({ window }: Pick<AlphazeroSettings, 'window'>, game: Game): number {
  return new Experience(game, window).bytes;
}

/**
 * A ring of the last `capacity` positions. Positions have absolute row numbers that only grow: rows [end − size, end) are
 * held, row r in place r mod capacity. Minibatches come from the newest `windowOf(end)` of them.
 */
export class Experience {
  readonly capacity: number;
  /** Packed as `ObservationRows` does it. */
  private readonly observations: Column;
  /** A */
  private readonly policies: Column<Float32Array>;
  private readonly outcomes: Column<Float32Array>;
  /** C and 1; only of games with territory. */
  private readonly ownership: Column<Uint8Array> | undefined;
  private readonly scores: Column<Float32Array> | undefined;
  /** By the name of the segment in a saved state. */
  private readonly columns: Readonly<Record<string, Column>>;
  private readonly features: number;
  private readonly numActions: number;
  private readonly cells: number;
  /** Those that rows are seen through; none: as they were. */
  private readonly symmetries: readonly BoardSymmetry[];
  private readonly windowOf: (positions: number) => number;
  /** [1, W] and [F] Scratch. */
  private readonly packed: ObservationRows;
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
    chunkBytes = CHUNK_BYTES,
  ) {
    this.capacity = capacity;
    this.windowOf = windowOf;
    this.features = observationSize(game.observation);
    this.numActions = game.numActions;
    this.cells = territoryCells(game);
    this.symmetries = augment ? (game.symmetries ?? []) : [];
    this.unturned = new Float32Array(this.features);
    this.packed = new ObservationRows(game.observation, 1);
    const { width, isBytes } = this.packed;
    const bytes = (length: number) => new Column(capacity, length, Uint8Array, chunkBytes);
    const floats = (length: number) => new Column(capacity, length, Float32Array, chunkBytes);
    this.observations = isBytes ? bytes(width) : floats(width);
    this.policies = floats(this.numActions);
    this.outcomes = floats(1);
    const hasTerritory = this.cells > 0;
    this.ownership = hasTerritory ? bytes(this.cells) : undefined;
    this.scores = hasTerritory ? floats(1) : undefined;
    const { observations, policies, outcomes, ownership, scores } = this;
    this.columns = { observations, policies, outcomes, ...(ownership && scores && { ownership, scores }) };
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

  /** Bytes that the rows take when all are there. */
  get bytes(): number {
    return Object.values(this.columns).reduce((sum, { rowBytes }) => sum + this.capacity * rowBytes, 0);
  }

  /** Adds every position of finished games, in order. */
  append(games: GameBatch): void {
    const { observations, policies, outcomes, ownership, scores } = this;
    for (let i = 0; i < games.outcomes.length; i++) {
      const place = this.rows % this.capacity;
      observations.row(place).set(rowOf(games.observations, i, observations.width));
      policies.row(place).set(rowOf(games.policies, i, policies.width));
      outcomes.row(place)[0] = games.outcomes[i];
      ownership?.row(place).set(rowOf(games.ownership, i, ownership.width));
      scores?.row(place).set(rowOf(games.scores, i, 1));
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
      const policy = this.policies.row(place);
      const toObservation = rowOf(out.observation, i, features);
      const toPolicy = rowOf(out.policy, i, numActions);
      [out.outcome[i]] = this.outcomes.row(place);
      const symmetry = this.symmetries[rng.int(Math.max(1, this.symmetries.length))];
      if (out.ownership) this.territoryInto(out, i, place, symmetry);
      this.packed.take(0, this.observations.row(place));
      if (!symmetry || symmetry === this.symmetries[0]) {
        this.packed.readInto(toObservation, 0);
        toPolicy.set(policy);
        continue;
      }
      this.packed.readInto(this.unturned, 0);
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
    const { cells } = this;
    const ownership = this.ownership!.row(place);
    const known = ownership[0] !== UNKNOWN;
    out.territoryKnown![index] = known ? 1 : 0;
    [out.score![index]] = this.scores!.row(place);
    for (let cell = 0; cell < cells; cell++) {
      const to = symmetry ? symmetry.cells[cell] : cell;
      out.ownership![index * cells + to] = known ? ownership[cell] - NOBODYS : 0;
    }
  }

  /** The rows since row `since` (those still held), copied, for a saved state. */
  segments(since: number): Record<string, Segment> {
    const { rows: end, capacity } = this;
    const keepFrom = end - this.size;
    const start = Math.max(since, keepFrom);
    const segment = (column: Column): Segment => {
      const { rowBytes } = column;
      let row = start;
      const pieces = pieceLengths(end - start, rowBytes).map((count) => {
        const piece = new Uint8Array(count * rowBytes);
        for (let at = 0; at < piece.length; at += rowBytes) piece.set(column.bytesOf(row++ % capacity), at);
        return piece;
      });
      return { rowBytes, start, end, keepFrom, pieces };
    };
    return Object.fromEntries(Object.entries(this.columns).map(([name, column]) => [name, segment(column)]));
  }

  /** Takes the rows of a saved state back. @throws bad-checkpoint where they do not fit this game */
  load(segments: SavedState['segments']): void {
    for (const [name, column] of Object.entries(this.columns)) {
      const segment = segments[name];
      const { rowBytes } = column;
      if (!segment || segment.rowBytes !== rowBytes) {
        throw new AgonError(
          'bad-checkpoint',
          `the saved replay rows "${name}" have ${segment?.rowBytes ?? 'no'} bytes each, this game needs ${rowBytes}. Resume with the environment and settings that the run began with.`,
        );
      }
      const first = Math.max(segment.start, segment.end - this.capacity);
      let row = segment.start;
      for (const piece of segment.pieces) {
        for (let at = 0; at < piece.length; at += rowBytes, row++)
          if (row >= first) column.bytesOf(row % this.capacity).set(piece.subarray(at, at + rowBytes));
      }
      if (row !== segment.end || segment.end !== segments.outcomes.end) {
        throw new AgonError(
          'bad-checkpoint',
          `the saved replay rows "${name}" end at ${row}, they should at ${segments.outcomes.end}. Restore the run from a copy.`,
        );
      }
      this.rows = segment.end;
    }
  }
}

/** Row `i` of rows of `width` numbers; not a copy. */
function rowOf<A extends Uint8Array | Float32Array>(rows: A, i: number, width: number): A {
  return rows.subarray(i * width, (i + 1) * width) as A;
}

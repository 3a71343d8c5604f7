/**
 * Games of Go as texts whose tokens are moves: the points, row-major, then the pass (the game's actions), then what stands before the
 * first move. Whose move it is follows from the place; what stands on the board the model has to find out.
 */
import type { Action, BoardSymmetry, Go } from '@agon/envs';
import { imitatedMoves, type GameRecord } from '../imitation/records.js';

/** Tokens that there are. */
export const vocabularyOf = ({ numActions }: Go): number => numActions + 1;

/** Stands before the first move. */
export const beginningOf = ({ numActions }: Go): number => numActions;

/** Where the games of a batch are written. B = games, L = places. */
export interface MoveRows {
  /** [B, L] what was played before each place, the beginning first. */
  readonly tokens: Int32Array;
  /** [B, L] what was played there. */
  readonly targets: Int32Array;
  /** [B, L] 1 where that is learned: a move that is to be imitated. */
  readonly weights: Float32Array;
}

/**
 * Writes a game into one row, as far as the row goes; what is left of it counts for nothing.
 * @param turned which way round the board is seen
 */
export function writeGame(
  { tokens, targets, weights }: MoveRows,
  row: number,
  length: number,
  { game, turned }: { game: GameRecord; turned: BoardSymmetry },
): void {
  const beginning = beginningOf(game.state.game);
  const start = row * length;
  tokens.fill(beginning, start, start + length);
  targets.fill(beginning, start, start + length);
  weights.fill(0, start, start + length);
  const { moves } = game;
  const imitated = imitatedMoves(game);
  for (let ply = 0; ply < Math.min(length, moves.length); ply++) {
    const move = turned.actions[moves[ply]];
    targets[start + ply] = move;
    if (ply + 1 < length) tokens[start + ply + 1] = move;
    weights[start + ply] = imitated[ply];
  }
}

/** The moves of a game that are to be imitated, as far as a row goes, each with what the rules allow there (overwritten by the next). */
export function* imitatedPlaces(
  game: GameRecord,
  length: number,
): Generator<{ ply: number; move: Action; legal: Uint8Array }, void> {
  const { state: last, moves } = game;
  const imitated = imitatedMoves(game);
  // The beginning is no move: the rules never allow it.
  const legal = new Uint8Array(vocabularyOf(last.game));
  const state = last.game.newStateFrom(last.setUp, last.firstToMove);
  for (let ply = 0; ply < Math.min(moves.length, length); ply++) {
    if (imitated[ply]) {
      state.legalMaskInto(legal);
      yield { ply, move: moves[ply], legal };
    }
    state.applyAssumeLegal(moves[ply]);
  }
}

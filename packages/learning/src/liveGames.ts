/** Self-play games that can be watched while they are played: a few boards for the games of all players. */
import { integers, wholeNumber } from '@agon/core';
import type { State } from '@agon/envs';
import * as v from 'valibot';

/** Fields of a board before its moves. */
const IN_USE = 0;
const GAME = 1;
const LENGTH = 2;
const MOVES = 3;

/** [boards, MOVES + most moves]: whether a game is being played on the board, its number, how many moves, the moves. */
export interface LiveGames {
  cells: Int32Array;
  /** Cells of one board. */
  width: number;
}

/** A game on one of the boards. */
export interface LiveGame {
  /** Its number in the run. */
  game: number;
  moves: number[];
  isOver: boolean;
}

/** What a list of such games must be, where it was read from a file. */
export const liveGamesSchema = v.array(
  v.object({ game: wholeNumber, moves: integers, isOver: v.boolean() }),
) satisfies v.GenericSchema<unknown, LiveGame[]>;

/** Empty boards for games of at most `maxGameLength` moves. */
export function makeLiveGames(boards: number, maxGameLength: number): LiveGames {
  const width = MOVES + maxGameLength;
  return { cells: new Int32Array(boards * width), width };
}

/** The games on the boards; a board that no game has come to is left out. A finished game stays until another one comes. */
export function readLiveGames({ cells, width }: LiveGames): LiveGame[] {
  const games: LiveGame[] = [];
  for (let start = 0; start < cells.length; start += width) {
    const length = cells[start + LENGTH];
    const isOver = cells[start + IN_USE] === 0;
    if (length === 0 && isOver) continue;
    const moves = Array.from(cells.subarray(start + MOVES, start + MOVES + length));
    games.push({ game: cells[start + GAME], moves, isOver });
  }
  return games;
}

/** What is shown of a game. */
interface Shown {
  readonly state: { readonly history: readonly number[] };
  readonly over: boolean;
}

/** A game that is over when its rules say so, as `LiveReporter` takes it. */
export const shownState = (state: State): Shown => ({
  state,
  get over() {
    return state.isTerminal;
  },
});

/** One player's side: takes free boards for its games and writes their moves as they come. */
export class LiveReporter {
  private readonly live: LiveGames;
  /** The offset of each shown game's board. */
  private readonly boards = new Map<Shown, number>();

  constructor(live: LiveGames) {
    this.live = live;
  }

  /** Takes boards for as many of these games as there are free ones. @param firstGame the number of the first */
  begin(games: readonly Shown[], firstGame: number): void {
    const { cells, width } = this.live;
    let index = 0;
    for (let start = 0; start < cells.length && index < games.length; start += width) {
      if (cells[start + IN_USE] !== 0) continue;
      cells[start + IN_USE] = 1;
      cells[start + LENGTH] = 0;
      cells[start + GAME] = firstGame + index;
      this.boards.set(games[index], start);
      index++;
    }
  }

  /** Writes what has been played since, and gives the boards of finished games back. */
  update(): void {
    const { cells } = this.live;
    for (const [{ state, over }, start] of this.boards) {
      const { history } = state;
      const known = cells[start + LENGTH];
      if (history.length > known) {
        for (let ply = known; ply < history.length; ply++) cells[start + MOVES + ply] = history[ply];
        cells[start + LENGTH] = history.length;
      }
      if (over) this.release(start);
    }
    for (const shown of this.boards.keys()) if (shown.over) this.boards.delete(shown);
  }

  /** Gives all boards back, also of games that were given up. */
  end(): void {
    for (const start of this.boards.values()) this.release(start);
    this.boards.clear();
  }

  private release(start: number): void {
    this.live.cells[start + IN_USE] = 0;
  }
}

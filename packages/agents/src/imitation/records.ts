/** Go games to learn from, read from SGF: moves, result, and what a searching player thought of each position where it says so. */
import { BLACK, type Action, type GoState } from '@agon/envs';
import { faultOf, faultText, playSgf, readSgf, type SgfGame } from '@agon/envs/sgf';
import type { DataFile } from '@agon/learning';

/** One game, or a stretch of one: where stones are set up in the middle, another stretch begins. n = number of moves. */
export interface GameRecord {
  /** "games.sgf:12": the file, and the line where the game begins. */
  source: string;
  /** The position after the last move. */
  state: GoState;
  moves: readonly Action[];
  /** Something is learned from the positions before moves [first, end): not from a random opening. */
  first: number;
  end: number;
  /** 1 where black won, −1 white, 0 drawn; NaN where the file does not say. */
  outcome: number;
  /** [n] Black's value before each move in [−1, 1], and black's lead in points, komi included; NaN where unknown. */
  values: Float32Array;
  leads: Float32Array;
  /** Black's lead at the end as the result gives it; NaN after a resignation or where unknown. */
  lead: number;
}

/** What was read, and what could not be. */
export interface ReadGames {
  records: GameRecord[];
  /** "FILE:LINE:COLUMN: what is wrong", one for each game that was left out, and for each file. */
  faults: string[];
  /** The same of games that were read all the same. */
  notes: string[];
  /** Games on boards of another size. */
  otherSizes: number;
}

/** The games of `size` in SGF files. A game with an illegal move is left out as a whole, as broken ones are, and named in `faults`. */
export function readGames(files: readonly DataFile[], size: number): ReadGames {
  const read: ReadGames = { records: [], faults: [], notes: [], otherSizes: 0 };
  for (const file of files) {
    const { path } = file;
    if ('fault' in file) {
      read.faults.push(`${path}: ${file.fault}`);
      continue;
    }
    for (const { game, fault } of readSgf(file.bytes)) {
      if (fault) (fault.lost ? read.faults : read.notes).push(faultText(path, fault));
      else if (game.size !== size) read.otherSizes++;
      else addRecords(read, game, path);
    }
  }
  return read;
}

function addRecords({ records, faults }: ReadGames, game: SgfGame, path: string): void {
  const [root] = game.nodes;
  try {
    const stretches = stretchesOf(game, `${path}:${root.line}`);
    if (stretches.length === 0)
      faults.push(faultText(path, { ...root, what: 'the game has no moves', lost: true }));
    records.push(...stretches);
  } catch (error) {
    faults.push(faultText(path, faultOf(error)));
  }
}

/** What is known of a stretch while it is played: values and leads by the number of moves before them. */
interface Stretch {
  state: GoState;
  values: number[];
  leads: number[];
}

/** @throws bad-file with line and column where the game cannot be played */
function stretchesOf(game: SgfGame, source: string): GameRecord[] {
  const stretches: Stretch[] = [];
  for (const { node, state, isPlayed } of playSgf(game)) {
    let stretch = stretches.at(-1);
    if (stretch?.state !== state) stretches.push((stretch = { state, values: [], leads: [] }));
    const { values, leads } = stretch;
    const comment = node.properties.C?.[0] ?? '';
    const ply = state.history.length;
    const thought = isPlayed ? katagoComment(comment) : undefined;
    if (thought) [values[ply - 1], leads[ply - 1]] = thought;
    const own = isPlayed ? agonComment(comment) : undefined;
    if (own !== undefined) values[ply - 1] = own;
    const value = formerComment(comment);
    if (value !== undefined) values[ply] = state.turn === BLACK ? value : -value;
  }
  let opening = Number(/opening=(\d+)/.exec(game.nodes[0].properties.C?.[0] ?? '')?.[1] ?? 0);
  const result = resultOf(game.result);
  return stretches.flatMap(({ state, values, leads }): GameRecord[] => {
    const moves = [...state.history];
    if (moves.length === 0) return [];
    const first = Math.min(opening, moves.length);
    opening -= first;
    const known = (numbers: readonly number[]): Float32Array =>
      Float32Array.from(moves, (_, ply) => numbers[ply] ?? NaN);
    return [
      {
        source,
        state,
        moves,
        first,
        end: moves.length,
        ...result,
        values: known(values),
        leads: known(leads),
      },
    ];
  });
}

/**
 * Black's value and lead in KataGo's comment "w b d s v=N" on the position before a move: white's and black's chance, no result's, and
 * white's lead.
 */
function katagoComment(text: string): [value: number, lead: number] | undefined {
  const match = /^([\d.]+) ([\d.]+) [\d.]+ (-?[\d.]+) v=\d+/.exec(text);
  return match ? [Number(match[2]) - Number(match[1]), -Number(match[3])] : undefined;
}

/** Black's value in our own comment "black (NAME): value V, visits N" at the move that the player then made. */
function agonComment(text: string): number | undefined {
  const match = /^(black|white) \(.*\): value (-?[\d.]+)/.exec(text);
  return match ? (match[1] === 'black' ? 1 : -1) * Number(match[2]) : undefined;
}

/** The value for the player to move in our former comment "value V, visits N" on the position after a move. */
function formerComment(text: string): number | undefined {
  const match = /^value (-?[\d.]+), visits \d+/.exec(text);
  return match ? Number(match[1]) : undefined;
}

function resultOf(result: string): { outcome: number; lead: number } {
  if (/^(0|draw|jigo)$/i.test(result)) return { outcome: 0, lead: 0 };
  const match = /^([BW])\+(.*)$/i.exec(result);
  if (!match) return { outcome: NaN, lead: NaN };
  const outcome = match[1].toUpperCase() === 'B' ? 1 : -1;
  const points = match[2] === '' ? NaN : Number(match[2]);
  return { outcome, lead: outcome * points };
}

/**
 * [n] 1 where a move is to be imitated: not in a random opening; and where a search's value is known of some moves only, the others are
 * their opponent's.
 */
export function imitatedMoves({ moves, first, end, values }: GameRecord): Uint8Array {
  const isSearched = (ply: number): boolean => !Number.isNaN(values[ply]);
  const isPlayed = (ply: number): boolean => ply >= first && ply < end;
  const imitatesAll = !moves.some((_, ply) => ply >= first && isSearched(ply));
  return Uint8Array.from(moves, (_, ply) => (isPlayed(ply) && (imitatesAll || isSearched(ply)) ? 1 : 0));
}

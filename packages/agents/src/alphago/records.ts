/** Go games to learn from, read from SGF: moves, result, and what a searching player thought of each position where it says so. */
import { AgonError } from '@agon/core';
import { BLACK, type Action, type GoState } from '@agon/envs';
import { mainLine, parseSgf, sgfState, type SgfGame } from '@agon/envs/sgf';
import type { DataFile } from '../trainer.js';

/** One game. n = number of moves. */
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
  /** "FILE:LINE:COLUMN: what is wrong", one for each game that was left out. */
  faults: string[];
  /** Games on boards of another size. */
  otherSizes: number;
}

/** The games of `size` in SGF files. Broken ones are left out and named in `faults`. */
export function readGames(files: readonly DataFile[], size: number): ReadGames {
  const read: ReadGames = { records: [], faults: [], otherSizes: 0 };
  for (const { path, bytes } of files) {
    for (const { games, line: firstLine } of parseFile(path, bytes, read.faults)) {
      for (const game of games) {
        if (game.size !== size) {
          read.otherSizes++;
          continue;
        }
        try {
          read.records.push(toRecord(game, `${path}:${game.root.line + firstLine}`));
        } catch (error) {
          read.faults.push(faultText(path, error, firstLine));
        }
      }
    }
  }
  return read;
}

/** A file's games; where the file as a whole is no SGF, those of its pieces that are. `line`: lines before the piece. */
function parseFile(path: string, bytes: Uint8Array, faults: string[]): { games: SgfGame[]; line: number }[] {
  try {
    return [{ games: parseSgf(bytes), line: 0 }];
  } catch (error) {
    const pieces = piecesOf(new TextDecoder().decode(bytes));
    if (pieces.length < 2) {
      faults.push(faultText(path, error, 0));
      return [];
    }
    return pieces.flatMap(({ text, line }) => {
      try {
        return [{ games: parseSgf(text), line }];
      } catch (fault) {
        faults.push(faultText(path, fault, line));
        return [];
      }
    });
  }
}

/** A collection cut at the lines that begin a game. */
function piecesOf(text: string): { text: string; line: number }[] {
  const pieces: { text: string; line: number }[] = [];
  text.split('\n').forEach((content, line) => {
    if (/^\s*\(\s*;/.test(content)) pieces.push({ text: content, line });
    else if (pieces.length) pieces[pieces.length - 1].text += `\n${content}`;
  });
  return pieces;
}

/** "FILE:LINE:COLUMN: what". @throws what is no fault of a file */
function faultText(path: string, error: unknown, lines: number): string {
  if (!(error instanceof AgonError) || error.code !== 'bad-file') throw error;
  const { line, column } = error.details as { line: number; column: number };
  return `${path}:${line + lines}:${column}: ${error.message.replace(/^SGF \d+:\d+: /, '')}`;
}

function toRecord(game: SgfGame, source: string): GameRecord {
  const state = sgfState(game);
  const moves = [...state.history];
  const values = new Float32Array(moves.length).fill(NaN);
  const leads = new Float32Array(moves.length).fill(NaN);
  let ply = 0;
  for (const { move, properties } of mainLine(game)) {
    const comment = properties.C?.[0] ?? '';
    if (move && ply < moves.length) {
      if (move.player !== (state.firstToMove + ply) % 2) ply++; // the pass that was put in between
      const thought = katagoComment(comment);
      if (thought && ply < moves.length) [values[ply], leads[ply]] = thought;
      ply++;
    }
    const value = agonComment(comment);
    if (value !== undefined && ply < moves.length)
      values[ply] = (state.firstToMove + ply) % 2 === BLACK ? value : -value;
  }
  const opening = Number(/opening=(\d+)/.exec(game.root.properties.C?.[0] ?? '')?.[1] ?? 0);
  const first = Math.min(opening, moves.length);
  return { source, state, moves, first, end: moves.length, ...resultOf(game.result), values, leads };
}

/**
 * Black's value and lead in KataGo's comment "w b d s v=N" on the position before a move: white's and black's chance, no result's, and
 * white's lead.
 */
function katagoComment(text: string): [value: number, lead: number] | undefined {
  const match = /^([\d.]+) ([\d.]+) [\d.]+ (-?[\d.]+) v=\d+/.exec(text);
  return match ? [Number(match[2]) - Number(match[1]), -Number(match[3])] : undefined;
}

/** The value for the player to move in our own tournaments' comment "value V, visits N" on the position after a move. */
function agonComment(text: string): number | undefined {
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

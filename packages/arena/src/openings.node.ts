/** Openings from files: text, one a line, or the main lines of an SGF collection. */
import { AgonError } from '@agon/core';
import { Go, type Action, type Game } from '@agon/envs';
import { faultError, faultOf, faultText, playSgf, readSgf, type SgfGame } from '@agon/envs/sgf';
import { readBounded } from '@agon/runs/node';
import { parseOpenings } from './openings.js';

/** The bytes that a file of openings may have. */
const MOST_BYTES = 2 ** 26;

/** What a file of openings holds. */
export interface ReadOpenings {
  openings: Action[][];
  /** "FILE:LINE:COLUMN: what is wrong": what was left out of an SGF file, or read all the same. */
  warnings: string[];
}

/**
 * Reads the openings of a file for `game`; of an SGF file's games the moves of the main lines, by the rules of `game`. Where white
 * begins, black passes first.
 * @throws not-found; bad-file with the place where a line of text is wrong, or an SGF file has no opening
 */
export function readOpenings(path: string, game: Game): ReadOpenings {
  const bytes = readBounded(path, MOST_BYTES);
  if (!/\.sgf$/i.test(path)) {
    return { openings: parseOpenings(new TextDecoder().decode(bytes), game, path), warnings: [] };
  }
  const read: ReadOpenings = { openings: [], warnings: [] };
  const lost: string[] = [];
  for (const { game: file, fault } of readSgf(bytes)) {
    if (fault) (fault.lost ? lost : read.warnings).push(faultText(path, fault));
    else {
      try {
        read.openings.push(openingOf(file, game));
      } catch (error) {
        lost.push(faultText(path, faultOf(error)));
      }
    }
  }
  if (read.openings.length === 0) throw new AgonError('bad-file', lost.join(' '));
  read.warnings.push(...lost.map((text) => `left out of the openings: ${text}`));
  return read;
}

/** The moves of a game's main line from the beginning of `game`. @throws bad-file with line and column */
function openingOf(file: SgfGame, game: Game): Action[] {
  const [root] = file.nodes;
  if (!(game instanceof Go) || file.size !== game.size)
    throw faultError(root, `this game is go:size=${file.size}, the tournament is ${game.id}`);
  const start = game.newInitialState();
  const isSameBoard =
    file.setUp.length === start.setUp.length &&
    file.setUp.every(([cell, colour]) => start.at(cell) === colour);
  if (!isSameBoard)
    throw faultError(
      root,
      'an opening begins on the board of the tournament; this one has other stones set up',
    );
  let moves: readonly Action[] = [];
  let first: unknown;
  for (const { node, state } of playSgf(file, game)) {
    first ??= state;
    if (state !== first)
      throw faultError(
        node,
        'an opening is moves alone; here stones are set up, or play goes on after its end',
      );
    moves = state.history;
  }
  const opening = start.firstToMove === file.toMove ? [...moves] : [game.pass, ...moves];
  for (const action of opening) start.apply(action);
  if (start.isTerminal) throw faultError(root, 'this game is finished; an opening leaves something to play');
  return opening;
}

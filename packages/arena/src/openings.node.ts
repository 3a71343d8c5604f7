/** Openings from files: text, one a line, or the main lines of an SGF collection. */
import { AgonError } from '@agon/core';
import type { Action, Game } from '@agon/envs';
import { parseSgf, sgfState } from '@agon/envs/sgf';
import { readFileSync } from 'node:fs';
import { parseOpenings } from './openings.js';

/**
 * Reads the openings of a file for `game`; of an SGF file's games the moves of the main lines.
 * @throws not-found; bad-file with line and column
 */
export function readOpenings(path: string, game: Game): Action[][] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new AgonError(
      'not-found',
      `the file of openings "${path}" cannot be read: ${(cause as Error).message}.`,
      { cause },
    );
  }
  if (!/\.sgf$/i.test(path)) return parseOpenings(new TextDecoder().decode(bytes), game, path);
  return named(path, () => parseSgf(bytes)).map((file) => {
    const { line, column } = file.root;
    const refuse = (what: string): AgonError =>
      new AgonError('bad-file', `${path}:${line}:${column}: ${what}`);
    if (game.id !== 'go' || file.size !== game.options.size)
      throw refuse(`this game is go:size=${file.size}, the tournament is ${game.id}.`);
    if (file.setUp.length) throw refuse('an opening begins on the empty board; this one has stones set up.');
    const state = named(path, () => sgfState(file));
    if (state.isTerminal) throw refuse('this game is finished; an opening leaves something to play.');
    return [...state.history];
  });
}

/** What is wrong with a file, under its name. */
function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof AgonError)) throw cause;
    throw new AgonError(cause.code, `${path}: ${cause.message}`, { cause, details: cause.details });
  }
}

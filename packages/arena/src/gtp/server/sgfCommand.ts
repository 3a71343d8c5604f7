/** `loadsgf`: a game from a file. */
import { AgonError } from '@agon/core';
import { faultError, goOf, playSgf, readSgf, type SgfGame } from '@agon/envs/sgf';
import { Position } from './position.js';
import { parseCount, Refusal, syntaxError } from './protocol.js';
import type { Session } from './session.js';

/**
 * `loadsgf FILE [MOVE]`: the position before that move of the first game's main line, or after the last one. Size, komi and the rules
 * on repetition and suicide are the file's where it names them, else those of the session.
 * @throws Refusal "cannot load file"
 */
export async function loadSgf(session: Session, args: readonly string[]): Promise<string> {
  const { readFile } = session.options;
  if (!readFile || args.length === 0) throw syntaxError();
  // File names may have blanks in them: the last word is the move number where it is one.
  const isNumber = args.length > 1 && /^\d+$/.test(args[args.length - 1]);
  const before = isNumber ? parseCount(args[args.length - 1]) : Infinity;
  const path = (isNumber ? args.slice(0, -1) : args).join(' ');
  try {
    const game = firstGame(readFile(path));
    await session.load(positionOf(game, before, session));
  } catch (error) {
    const isExpected = error instanceof AgonError || error instanceof Refusal || isFileError(error);
    if (!isExpected) throw error;
    throw new Refusal(`cannot load file: ${error.message}`, { cause: error });
  }
  return '';
}

/** @throws bad-file where the file's first game is broken */
function firstGame(bytes: Uint8Array): SgfGame {
  for (const { game, fault } of readSgf(bytes)) {
    if (game) return game;
    if (fault.lost) throw faultError(fault, fault.what);
  }
  throw new Refusal('there is no game in it');
}

/** @throws bad-file with line and column where a move is illegal or stones cannot stand so */
function positionOf(
  game: SgfGame,
  before: number,
  { position: { game: current }, rules }: Session,
): Position {
  const go = goOf(game, { ...current.options, ...rules });
  let moves = 0;
  const end = game.nodes.findIndex(({ move }) => move && ++moves >= before);
  const nodes = end < 0 ? game.nodes : [...game.nodes.slice(0, end), { ...game.nodes[end], move: undefined }];
  const position = new Position(go, rules);
  let last: unknown;
  for (const { node, state, isPlayed } of playSgf({ ...game, nodes }, go)) {
    if (state !== last) position.place(state.setUp, state.firstToMove);
    if (node.move && isPlayed) position.play(node.move.player, node.move.action);
    last = state;
  }
  return position;
}

const isFileError = (error: unknown): error is Error =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

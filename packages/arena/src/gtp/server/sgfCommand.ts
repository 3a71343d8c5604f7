/** `loadsgf`: a game from a file. */
import { AgonError } from '@agon/core';
import { mainLine, parseSgf, type SgfGame } from '@agon/envs/sgf';
import { Position } from './position.js';
import { parseCount, Refusal, syntaxError } from './protocol.js';
import type { Session } from './session.js';

/**
 * `loadsgf FILE [MOVE]`: the position before that move of the first game's main line, or after the last one. Size and komi are the
 * file's; what cannot be shown (stones placed in the middle of a game) is refused.
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
    const [game] = parseSgf(readFile(path));
    const position = new Position(session.position.game);
    position.clear(game.size);
    if (game.komi !== undefined) position.setKomi(game.komi);
    replay(position, game, before);
    await session.load(position);
  } catch (error) {
    const isExpected = error instanceof AgonError || error instanceof Refusal || isFileError(error);
    if (!isExpected) throw error;
    throw new Refusal(`cannot load file: ${error.message}`, { cause: error });
  }
  return '';
}

function replay(position: Position, game: SgfGame, before: number): void {
  if (game.setUp.length) position.place(game.setUp, game.toMove);
  let next = 1;
  for (const node of mainLine(game)) {
    const { AB, AW, AE } = node.properties;
    if (node !== game.root && (AB || AW || AE)) {
      throw new Refusal(`${node.line}:${node.column}: stones are placed in the middle of the game`);
    }
    if (!node.move) continue;
    if (next++ >= before) return;
    try {
      position.play(node.move.player, node.move.action);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(`${node.line}:${node.column}: ${error.message}`, { cause: error });
    }
  }
}

const isFileError = (error: unknown): error is Error =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

/** Openings: move sequences from which games begin, the same for all pairs of agents. */
import { AgonError } from '@agon/core';
import { playMoves, type Action, type Game } from '@agon/envs';

/**
 * Reads openings from text: one a line, moves in the game's usual form, separated by spaces or commas; "#" begins a comment.
 * @param name what the text is, for errors: a file's name
 * @throws bad-file with the line, where a move is illegal or ends the game, or where there is no opening at all
 */
export function parseOpenings(text: string, game: Game, name: string): Action[][] {
  const openings: Action[][] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const moves = line.replace(/#.*/, '').trim();
    if (!moves) continue;
    const state = game.newInitialState();
    try {
      playMoves(state, moves);
    } catch (cause) {
      if (!(cause instanceof AgonError)) throw cause;
      throw new AgonError('bad-file', `${name}:${i + 1}: ${cause.message}`, {
        cause,
        details: { line: i + 1 },
      });
    }
    if (state.isTerminal) {
      throw new AgonError(
        'bad-file',
        `${name}:${i + 1}: "${moves}" ends the game; an opening leaves something to play.`,
      );
    }
    openings.push([...state.history]);
  }
  if (openings.length) return openings;
  throw new AgonError('bad-file', `${name} has no opening: write one a line, such as "${example(game)}".`);
}

/** Two legal moves as text. */
function example(game: Game): string {
  const state = game.newInitialState();
  const moves: string[] = [];
  for (let ply = 0; ply < 2 && !state.isTerminal; ply++) {
    const [action] = state.legalActions();
    moves.push(state.actionToString(action));
    state.apply(action);
  }
  return moves.join(' ');
}

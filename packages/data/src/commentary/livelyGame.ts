/** Games in which something happens: of a few moves drawn by chance the one that there is most to tell of is played. */
import type { Rng } from '@agon/core';
import type { Action, GoState, State } from '@agon/envs';
import type { MoveFacts } from './facts.js';
import { factsOf } from './moveFacts.js';

/** Moves that are compared. */
const CANDIDATES = 4;

/** What makes a move worth telling of. */
const WORTH: Readonly<Record<string, number>> = {
  captures: 4,
  ladder: 3,
  saves: 3,
  blocks: 6,
  threatens: 2,
  corner: 4,
  atari: 2,
  connects: 1,
  turns: 1,
  selfAtari: -3,
  suicide: -5,
};

const worthOf = ({ deeds, news }: MoveFacts): number =>
  news.reduce((sum, { kind }) => sum + (kind === 'wins' ? 10 : 0), 0) +
  deeds.reduce(
    (sum, deed) => sum + (WORTH[deed.kind] ?? 0) * ('stones' in deed ? Math.sqrt(deed.stones) : 1),
    0,
  );

/** Legal moves; of Go without those into an own eye, and a pass only where nothing else is left. */
function sensible(state: State): Action[] {
  const legal = state.legalActions();
  if (state.game.id !== 'go') return legal;
  const { board, game, turn } = state as GoState;
  const moves = legal.filter((each) => each !== game.pass && !board.isEye(game.points.ofCell[each], turn));
  return moves.length > 0 ? moves : [game.pass];
}

/** Plays a game to its end, and tells the facts of each move. */
export function* livelyGame(state: State, rng: Rng): Generator<MoveFacts, void> {
  while (!state.isTerminal) {
    const moves = sensible(state);
    const drawn = Array.from({ length: CANDIDATES }, () => moves[rng.int(moves.length)]);
    const told = drawn.map((action) => ({ action, facts: factsOf(state, action) }));
    const best = told.reduce((a, b) => (worthOf(b.facts) > worthOf(a.facts) ? b : a));
    yield best.facts;
    state.apply(best.action);
  }
}

/** Go positions from pictures, for tests. */
import { makeGame, type Go, type GoState, type SetUpStone } from '@agon/envs';

/** A position from rows of "X" (black), "O" (white) and "."; black is to move unless told otherwise. */
export function goPicture(picture: string, toMove = 0): GoState {
  const rows = picture.trim().split(/\s*\n\s*/);
  const game = makeGame(`go:size=${rows.length}`) as Go;
  const stones: SetUpStone[] = [];
  rows.forEach((row, y) =>
    [...row].forEach((sign, x) => {
      if (sign !== '.') stones.push([y * rows.length + x, sign === 'X' ? 0 : 1]);
    }),
  );
  return game.newStateFrom(stones, toMove);
}

/** A game of legal random moves without passes, `moves` of them or until only the pass is left. */
export function randomGame(game: Go, moves: number, rng: { int(n: number): number }): GoState {
  const state = game.newInitialState();
  for (let i = 0; i < moves; i++) {
    const legal = state.legalActions().filter((action) => action !== game.pass);
    if (legal.length === 0) break;
    state.apply(legal[rng.int(legal.length)]);
  }
  return state;
}

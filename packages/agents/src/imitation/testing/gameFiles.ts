/** Files of games for tests of learning: random games as SGF, and a reader that has only them. */
import { RandomStream } from '@agon/core';
import { makeGame, type Go } from '@agon/envs';
import { formatSgf } from '@agon/envs/sgf';
import type { DataFile, TrainOptions } from '@agon/learning';
import { randomGame } from '../../go/testing/goPicture.js';

/** A collection of `count` random games of `moves` moves each on size × size, as a file. */
export function gameFile(size: number, count: number, moves: number, path = 'games.sgf'): DataFile {
  const game = makeGame(`go:size=${size},komi=2.5`) as Go;
  const rng = new RandomStream('game files');
  const games = Array.from({ length: count }, (_, index) => {
    const state = randomGame(game, moves, rng);
    if (index % 2 === 0) for (let pass = 0; pass < 2; pass++) state.apply(game.pass);
    return formatSgf(state, { ...(!state.isTerminal && { result: 'B+R' }) });
  });
  return { path, bytes: new TextEncoder().encode(games.join('\n')) };
}

/** `TrainOptions.readFiles` that gives these files for every path. */
export const reads =
  (...files: DataFile[]): NonNullable<TrainOptions['readFiles']> =>
  () =>
    Promise.resolve(files);

/** `agon playthrough`: a whole game as text. */
import { AgonError } from '@agon/core';
import { gameOf, makeEnvironment, playthrough as lines } from '@agon/envs';
import { print } from '../output.js';

/** The command's flags. `moves` are played first (board games); random ones follow. */
export interface PlaythroughFlags {
  seed: number;
  moves?: string;
}

/**
 * Prints every position, or every step of an environment, to the end.
 * @throws bad-option for `moves` where there is no board
 */
export function playthrough(env: string, { seed, moves }: PlaythroughFlags): void {
  const environment = makeEnvironment(env);
  if (moves !== undefined && !gameOf(environment)) {
    throw new AgonError('bad-option', `--moves is for board games, and "${env}" is none; leave it away.`);
  }
  print([...lines(environment, { seed, moves })].join('\n'));
}

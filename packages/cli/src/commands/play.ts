/** `agon play`: a person at the terminal. */
import { makeEnvironment, specByHand } from '@agon/envs';
import { AgonError } from '@agon/core';

/** The command's flags. `agent` and `seat` are for board games only. */
export interface PlayFlags {
  env: string;
  agent?: string;
  seat?: string;
  seed?: number;
}

/** Starts the board game, or the environment played by keys. @throws bad-option for a flag of board games elsewhere */
export async function play(flags: PlayFlags): Promise<void> {
  const environment = makeEnvironment(specByHand(flags.env));
  const seed = String(flags.seed ?? Date.now());
  if (environment.kind === 'game') {
    const { playBoardGame } = await import('../terminal/boardGame.js');
    return playBoardGame(environment.game, { ...flags, seed });
  }
  if (flags.agent !== undefined || flags.seat !== undefined) {
    const flag = flags.agent !== undefined ? '--agent' : '--seat';
    throw new AgonError(
      'bad-option',
      `${flags.env} is played alone; leave ${flag} away. \`agon eval\` lets an agent play it.`,
    );
  }
  const { playByKeys } = await import('../terminal/keys.js');
  return playByKeys(environment.env, seed);
}

/** What the command line says of each kind of environment. */
import type { Environment } from '@agon/envs';

/** A kind in words. */
interface KindWords {
  /** "board game" */
  noun: string;
  /** What can be done with a trained agent, apart from measuring and watching it: lines that begin with what for. */
  toDo(env: string, agent: string): string[];
}

/** By the kind of the environment. */
export const kinds: Readonly<Record<Environment['kind'], KindWords>> = {
  env: { noun: 'environment', toDo: () => [] },
  game: {
    noun: 'board game',
    toDo: (env, agent) => [`play it:     npx agon play --env ${env} --agent ${agent}`],
  },
};

/** What the command line says of each kind of task. */
import type { Task } from '@agon/learning';

/** A kind in words. */
interface KindWords {
  /** "board game" */
  noun: string;
  /**
   * What can be done with what was trained, apart from watching it: lines that begin with what for.
   * @param subject the spec of the environment or data that it was trained on
   * @param trained runs/NAME
   */
  toDo(subject: string, trained: string): string[];
}

const measure = (env: string, agent: string): string =>
  `measure it:  npx agon eval --env ${env} --agent ${agent} --episodes 100`;

/** By the kind of the task. */
export const kinds: Readonly<Record<Task['kind'], KindWords>> = {
  env: { noun: 'environment', toDo: (env, agent) => [measure(env, agent)] },
  game: {
    noun: 'board game',
    toDo: (env, agent) => [measure(env, agent), `play it:     npx agon play --env ${env} --agent ${agent}`],
  },
  data: {
    noun: 'data',
    toDo: (data, model) => [`measure it:  npx agon eval --model ${model} --data ${data}`],
  },
};

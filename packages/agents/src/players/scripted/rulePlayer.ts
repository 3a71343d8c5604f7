/** A scripted player of a single-player environment: one rule from what it sees to the name of an action. */
import type { Rng } from '@agon/core';
import type { Env } from '@agon/envs';
import { environmentSituation, type Agent, type Situation } from '../../agent.js';

/** Chooses the name of an action; a rule may remember things until `reset`. */
interface Rule {
  /** Begins an episode. */
  reset?(): void;
  act(observation: Uint8Array | Float32Array, rng: Rng): string;
}

/** Makes agents of rules. @param makeRule gets the environment in which the agent plays */
export function rulePlayer(makeRule: (env: Env) => Rule): (env: Env, name: string) => Agent {
  return (env, name) => {
    const rule = makeRule(env);
    return {
      name,
      reset: () => rule.reset?.(),
      act(situation: Situation, rng: Rng) {
        const { observation } = environmentSituation(situation, name);
        return env.actionNames.indexOf(rule.act(observation, rng));
      },
      analysis: () => undefined,
      dispose: async () => undefined,
    };
  };
}

/** What an agent stands before after it has played for a while, for all sides in a game. */
import { RandomStream } from '@agon/core';
import { gameOf, observationArray, unwrapped, type Env, type Environment } from '@agon/envs';
import { RESIGN, type Agent, type Situation } from './agent.js';

/** Plays so many actions; an episode that ends is followed by the next one, a game that ends stays as it is. */
export async function playedSituation(
  agent: Agent,
  environment: Environment,
  { seed, steps }: { seed: number; steps: number },
): Promise<Situation> {
  const rng = new RandomStream(`${seed} / agent`);
  const game = gameOf(environment);
  agent.reset();
  if (game) {
    const state = game.newInitialState();
    for (let step = 0; step < steps && !state.isTerminal; step++) {
      const action = await agent.act({ kind: 'game', state: state.clone() }, rng);
      if (action === RESIGN) break;
      state.apply(action);
    }
    return { kind: 'game', state };
  }
  const env = unwrapped(environment) as Env;
  const observation = observationArray(env.observation);
  env.reset(seed);
  env.observe(observation);
  for (let step = 0; step < steps; step++) {
    const { terminated, truncated } = env.step(await agent.act({ kind: 'env', observation, env }, rng));
    if (terminated || truncated) {
      env.reset();
      agent.reset();
    }
    env.observe(observation);
  }
  return { kind: 'env', observation, env };
}

/** One agent as the other player of board games: what `opponentWorker.ts` offers, without the worker. */
import { makeAgent, RESIGN, type Agent } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { makeEnvironment, makeGame, type Game, type State } from '@agon/envs';
import { fetchCheckpoint } from '../server/checkpoints.js';
import { setServerPlace } from '../server/server.js';
import type { Answer, OpponentService } from './opponent.js';

let loaded: { agent: Agent; game: Game; rng: RandomStream } | undefined;

/** @throws Error before `load` */
function positionAfter(history: readonly number[]): { agent: Agent; state: State; rng: RandomStream } {
  if (!loaded) throw new Error('the agent was asked before it was loaded');
  const state = loaded.game.newInitialState();
  for (const action of history) state.apply(action);
  return { ...loaded, state };
}

/** One for each worker; it keeps the agent that was loaded last. */
export const opponentService: OpponentService = {
  async load(place, env, agent, seed) {
    setServerPlace(place);
    await loaded?.agent.dispose();
    const environment = makeEnvironment(env);
    loaded = {
      agent: await makeAgent(agent, environment, fetchCheckpoint),
      game: makeGame(env),
      rng: new RandomStream(seed),
    };
    return { knowsTerritory: loaded.agent.territory !== undefined };
  },

  async think(history): Promise<Answer> {
    const { agent, state, rng } = positionAfter(history);
    const began = performance.now();
    const action = await agent.act({ kind: 'game', state }, rng);
    const milliseconds = performance.now() - began;
    const account = agent.analysis();
    return {
      action,
      resigns: action === RESIGN,
      account: account && { ...account, move: action },
      milliseconds,
    };
  },

  async territory(history) {
    const { agent, state } = positionAfter(history);
    if (!agent.territory) throw new Error(`${agent.name} does not know territory`);
    return agent.territory(state);
  },

  interrupt() {
    loaded?.agent.interrupt?.();
  },
};

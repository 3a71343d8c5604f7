/** A Web Worker with one agent: network (onnxruntime-web) and search run here. */
import { makeAgent, RESIGN, type Agent } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { configureRuntime } from '@agon/engine';
import { makeEnvironment, makeGame, type Game, type State } from '@agon/envs';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { Answer, OpponentService } from './opponent.js';
import { fetchCheckpoint, setServerPlace } from './server.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

let loaded: { agent: Agent; game: Game; rng: RandomStream } | undefined;

/** @throws Error before `load` */
function positionAfter(history: readonly number[]): { agent: Agent; state: State; rng: RandomStream } {
  if (!loaded) throw new Error('the agent was asked before it was loaded');
  const state = loaded.game.newInitialState();
  for (const action of history) state.apply(action);
  return { ...loaded, state };
}

const service: OpponentService = {
  async load(place, env, agent, seed) {
    setServerPlace(place);
    await loaded?.agent.dispose();
    const environment = makeEnvironment(env);
    loaded = {
      agent: await makeAgent(agent, environment, fetchCheckpoint),
      game: makeGame(env),
      rng: new RandomStream(seed),
    };
  },

  async think(history): Promise<Answer> {
    const { agent, state, rng } = positionAfter(history);
    const began = performance.now();
    const action = await agent.act({ kind: 'game', state }, rng);
    const milliseconds = performance.now() - began;
    return { action, resigns: action === RESIGN, account: agent.account(), milliseconds };
  },

  async territory(history) {
    const { agent, state } = positionAfter(history);
    return agent.territory?.(state);
  },
};

expose(service);

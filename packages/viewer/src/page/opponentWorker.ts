/** A Web Worker with one agent: network (onnxruntime-web) and search run here. */
import { makeAgent, type Agent } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { configureRuntime } from '@agon/engine';
import { makeEnvironment, makeGame, type Game } from '@agon/envs';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { Answer, OpponentService } from './opponent.js';
import { fetchCheckpoint, setServerBase } from './server.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

let loaded: { agent: Agent; game: Game; rng: RandomStream } | undefined;

const service: OpponentService = {
  async load(base, env, agent, seed) {
    setServerBase(base);
    await loaded?.agent.dispose();
    const environment = makeEnvironment(env);
    loaded = {
      agent: await makeAgent(agent, environment, fetchCheckpoint),
      game: makeGame(env),
      rng: new RandomStream(seed),
    };
  },

  async think(history): Promise<Answer> {
    if (!loaded) throw new Error('the agent was asked before it was loaded');
    const { agent, game, rng } = loaded;
    const state = game.newInitialState();
    for (const action of history) state.apply(action);
    const began = performance.now();
    const action = await agent.act({ kind: 'game', state }, rng);
    return { action, account: agent.account(), milliseconds: performance.now() - began };
  },
};

expose(service);

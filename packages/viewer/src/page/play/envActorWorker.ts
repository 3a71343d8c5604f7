/** A Web Worker with one agent at one environment: network (onnxruntime-web) and rules run here, and again in the page. */
import { makeAgent, type Agent } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { configureRuntime } from '@agon/engine';
import { makeEnv, observationArray, type Env } from '@agon/envs';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { fetchCheckpoint } from '../server/checkpoints.js';
import { setServerPlace } from '../server/server.js';
import type { EnvActorService } from './envActor.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

interface Loaded {
  agent: Agent;
  env: Env;
  observation: Uint8Array | Float32Array;
  rng: RandomStream;
}

let loaded: Loaded | undefined;

/** @throws Error before `load`, or where it failed */
function ready(): Loaded {
  if (!loaded) throw new Error('there is no agent that could play');
  return loaded;
}

const service: EnvActorService = {
  async load(place, spec, name) {
    setServerPlace(place);
    const env = makeEnv(spec);
    const agent = await makeAgent(name, { kind: 'env', env }, fetchCheckpoint);
    loaded = { agent, env, observation: observationArray(env.observation, 1), rng: new RandomStream(0) };
  },

  begin(seed) {
    const playing = ready();
    playing.env.reset(seed);
    playing.agent.reset();
    playing.rng = new RandomStream(`${seed} / agent`);
  },

  async act() {
    const { agent, env, observation, rng } = ready();
    env.observe(observation);
    const action = await agent.act({ kind: 'env', observation, env }, rng);
    env.step(action);
    return { action, account: agent.analysis() };
  },
};

expose(service);

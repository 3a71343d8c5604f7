/** A Web Worker that trains: the same loops as `agon train` runs, on onnxruntime-web. */
import { algorithm } from '@agon/agents';
import { configureRuntime } from '@agon/engine';
import { gameOf, makeEnvironment, unwrapped } from '@agon/envs';
import { makeLiveGames, readLiveGames } from '@agon/learning';
import { resolveConfig, type PlayConfig } from '@agon/runs';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { TrainingService } from './training.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

/** Checkpoints (and so newer agents to play against) in a run. */
const CHECKPOINTS = 20;

/** Games of self-play that are shown, and how often, in milliseconds. */
const BOARDS = 9;
const SHOW_EVERY_MS = 500;

const stopping = new AbortController();
let prepared: PlayConfig | undefined;

const service: TrainingService = {
  prepare({ algorithm: id, env, steps }, seed) {
    const { id: envId } = unwrapped(makeEnvironment(env));
    const flags = { algorithm: algorithm(id), env, steps, seed, workers: 0 };
    const checkpointEvery = Math.ceil(steps / CHECKPOINTS);
    const created = new Date().toISOString();
    const config = resolveConfig({ ...flags, checkpointEvery }, `${id}-${envId}-${seed}`, {}, created);
    prepared = config as PlayConfig; // an algorithm's
    return prepared;
  },

  async train(tell) {
    if (!prepared) throw new Error('training was begun before it was prepared');
    const { algorithm: id, env, settings, seed, steps, checkpointEvery } = prepared;
    const { signal } = stopping;
    const environment = makeEnvironment(env);
    const game = gameOf(environment);
    const live = game && makeLiveGames(BOARDS, game.maxGameLength);
    const timer =
      live && setInterval(() => void tell({ kind: 'live', games: readLiveGames(live) }), SHOW_EVERY_MS);
    const limits = { steps: steps ?? undefined, checkpointEvery, signal };
    let last = 0;
    try {
      for await (const event of algorithm(id).train({ env, settings, seed, workers: 0, live, ...limits })) {
        if (event.kind === 'metrics' || event.kind === 'episode') await tell(event);
        else if (event.kind === 'checkpoint')
          await tell({ kind: event.kind, step: event.step, weights: event.weights });
        else if (event.kind === 'warning') console.warn(event.text);
        if (event.kind !== 'warning') last = event.step;
        await new Promise((resolve) => setTimeout(resolve)); // a word to stop may be waiting
      }
    } finally {
      clearInterval(timer);
    }
    return steps === null || last >= steps;
  },

  stop: () => stopping.abort(),
};

expose(service);

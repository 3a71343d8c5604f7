/** A Web Worker that looks into networks, by the code of `agon look`. */
import { makeAgent, playedSituation, type Agent, type AgentSubject } from '@agon/agents';
import { openPictures, takeSplit, type PictureDataset } from '@agon/data';
import { configureRuntime } from '@agon/engine';
import { makeEnvironment } from '@agon/envs';
import { readCheckpoint, type TrainedSubject } from '@agon/learning';
import { Inspector } from '@agon/models';
import { trainedSubject } from '@agon/runs';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { fetchCheckpoint } from '../server/checkpoints.js';
import { datasetStore } from '../server/datasetStore.js';
import { setServerPlace } from '../server/server.js';
import type { InspectService } from './inspectService.js';
import { inspectWords } from './words.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

interface Loaded {
  readonly inspector: Inspector;
  readonly subject: TrainedSubject;
  readonly data?: PictureDataset;
  readonly player?: { readonly env: string; readonly agent: Agent };
}
let loaded: Loaded | undefined;

/** @throws Error before `load` */
function present(): Loaded {
  if (loaded) return loaded;
  throw new Error(inspectWords.notLoaded);
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const service: InspectService = {
  async load(place, model) {
    setServerPlace(place);
    await loaded?.inspector.dispose();
    await loaded?.player?.agent.dispose();
    loaded = undefined;
    const checkpoint = await readCheckpoint(model, fetchCheckpoint);
    const subject = trainedSubject(checkpoint);
    const inspector = await Inspector.of(subject);
    const { layers, inputShape } = inspector;
    const { names } = subject;
    if (checkpoint.env === undefined) {
      const data = await openPictures(takeSplit(checkpoint.data, 'test').data, datasetStore);
      loaded = { inspector, subject, data };
      return { layers, names, inputShape, subject: { data: data.spec, pictures: data.splits.test.size } };
    }
    const { env } = checkpoint;
    const agent = await makeAgent(model, makeEnvironment(env), fetchCheckpoint);
    loaded = { inspector, subject, player: { env, agent } };
    return { layers, names, inputShape, subject: { env } };
  },

  async picture(index) {
    const { data } = present();
    if (!data) throw new Error(inspectWords.notLoaded);
    const { test } = data.splits;
    const at = Math.max(0, Math.min(test.size - 1, index));
    const pixels = new Uint8Array(sizeOf(data.shape));
    await test.read([at], pixels);
    return {
      input: Float32Array.from(pixels, (byte) => byte / 255),
      what: inspectWords.picture(at, data.classes[test.labels[at]]),
    };
  },

  async played(seed, steps) {
    const { player, subject } = present();
    if (!player) throw new Error(inspectWords.notLoaded);
    const input = new Float32Array(sizeOf(subject.inputs[subject.input].shape));
    const situation = await playedSituation(player.agent, makeEnvironment(player.env), { seed, steps });
    (subject as AgentSubject).show(situation, input);
    return { input, what: inspectWords.played(player.env, steps) };
  },

  async look(input) {
    const { inspector } = present();
    await inspector.look(input);
    return inspector.layers.map((_, layer) => inspector.values(layer));
  },

  async unit(layer, unit, way) {
    const { inspector } = present();
    return {
      sum: inspector.sumOf(layer, unit),
      filter: inspector.filterOf(layer, unit),
      window: inspector.windowOf(layer, unit),
      saliency: layer === 0 ? undefined : await inspector.saliency(layer, unit, way),
    };
  },
};

expose(service);

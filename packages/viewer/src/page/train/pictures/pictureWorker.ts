/** A Web Worker that trains a classifier: the same loop as `agon train classifier` runs, on onnxruntime-web. */
import { describeDataset, openPictures, parseDataSpec } from '@agon/data';
import { configureRuntime } from '@agon/engine';
import type { DataCheckpoint, FileStore } from '@agon/learning';
import { ClassifierModel, dataTrainer, probabilities } from '@agon/models';
import { describeTrainer, resolveConfig, type DataConfig } from '@agon/runs';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { datasetStore, fetchDatasets } from '../../server/datasetStore.js';
import { setServerPlace } from '../../server/server.js';
import type { PictureChoices, PictureService, TestAnswers, TestPictures } from './pictureService.js';
import { pictureWords } from './words.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

const classifier = dataTrainer('classifier');

/** Checkpoints (and so newer answers) in a run. */
const CHECKPOINTS = 20;
/** Pictures of the test that are looked at. */
const LOOKED_AT = 500;
/** What is measured at each checkpoint: more makes a page wait. */
const VALIDATION_PICTURES = '1000';

/** What can be learned from, in the order in which it is shown; the rest of the registry needs a disk. */
const DATASETS = [
  'mnist',
  'fashion-mnist',
  'emoji:names=20',
  'arcade-screens:task=game',
  'arcade-screens:task=invaders',
];
/** Networks that learn here in minutes. */
const NETWORKS = [
  'convnet:filters=16/32/64',
  'lenet',
  'mlp:hidden=256/128',
  'softmax',
  'resnet:depth=8,width=0.25',
];

/** The same store, which reads each file once: the trainer opens the data, and so does what looks at its test. */
function readingOnce(store: FileStore): FileStore {
  const files = new Map<string, Promise<Uint8Array>>();
  return {
    list: (root) => store.list(root),
    read(root, path) {
      const key = JSON.stringify([root, path]);
      const read = files.get(key) ?? store.read(root, path);
      files.set(key, read);
      return read;
    },
  };
}

const stopping = new AbortController();
let prepared: DataConfig | undefined;
let model: ClassifierModel | undefined;
/** A model answers one question at a time. */
let last: Promise<unknown> = Promise.resolve();

function inOrder<T>(ask: () => Promise<T>): Promise<T> {
  const answer = last.then(ask);
  last = answer.catch(() => undefined);
  return answer;
}

/** The pictures of the test that are looked at, evenly chosen. */
async function testPictures(data: string, files: FileStore): Promise<TestPictures> {
  const { shape, classes, splits } = await openPictures(data, files);
  const { test } = splits;
  const count = Math.min(LOOKED_AT, test.size);
  const chosen = Int32Array.from({ length: count }, (_, i) => Math.floor((i * test.size) / count));
  const pixels = new Uint8Array(count * shape[0] * shape[1] * shape[2]);
  await test.read(chosen, pixels);
  return { shape, classes, pixels, labels: chosen.map((index) => test.labels[index]) };
}

async function answersTo(pixels: Uint8Array, checkpoint: DataCheckpoint): Promise<TestAnswers> {
  const newest = await ClassifierModel.load(checkpoint);
  await model?.dispose();
  model = newest;
  const logits = await newest.logits(pixels);
  const classes = newest.classes.length;
  const count = logits.length / classes;
  const taken = new Int32Array(count);
  const probability = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const shares = probabilities(logits.subarray(i * classes, (i + 1) * classes));
    const largest = Math.max(...shares);
    taken[i] = shares.indexOf(largest);
    probability[i] = largest;
  }
  return { step: checkpoint.step, taken, probability };
}

const service: PictureService = {
  async choices(place): Promise<PictureChoices> {
    setServerPlace(place);
    const fetched = await fetchDatasets();
    const datasets = DATASETS.map((spec) => {
      const { id, title } = describeDataset(spec);
      const isMissing = fetched.some((each) => each.id === id && !each.present);
      return { spec, title, ...(isMissing && { missing: pictureWords.missing(id) }) };
    });
    const settings = describeTrainer(classifier, 'en')
      .filter(({ key }) => key !== 'network' && key !== 'start')
      .map((each) => (each.key === 'validationPictures' ? { ...each, default: VALIDATION_PICTURES } : each));
    return { datasets, networks: NETWORKS, settings };
  },

  prepare(place, { data, settings, steps }, seed) {
    setServerPlace(place);
    const { id } = parseDataSpec(data);
    const config = resolveConfig(
      {
        algorithm: classifier,
        data,
        settings: { validationPictures: VALIDATION_PICTURES, ...settings },
        steps,
        seed,
        checkpointEvery: Math.ceil(steps / CHECKPOINTS),
      },
      `classifier-${id}-${seed}`,
      {},
      new Date().toISOString(),
    );
    prepared = config as DataConfig; // a trainer's of data
    return prepared;
  },

  async train(tell) {
    if (!prepared) throw new Error('training was begun before it was prepared');
    const { data, settings, seed, steps, checkpointEvery } = prepared;
    const files = readingOnce(datasetStore);
    const pictures = await testPictures(data, files);
    await tell({ kind: 'pictures', pictures });
    const limits = { steps: steps ?? undefined, checkpointEvery, signal: stopping.signal };
    let step = 0;
    for await (const event of classifier.train({ data, settings, seed, workers: 0, files, ...limits })) {
      if (event.kind !== 'warning') ({ step } = event);
      if (event.kind === 'metrics' || event.kind === 'warning') await tell(event);
      if (event.kind !== 'checkpoint') continue;
      const { weights } = event;
      await tell({ kind: 'checkpoint', step, weights });
      const checkpoint = { algorithm: classifier.id, data, settings, step, weights };
      await tell({ kind: 'answers', answers: await inOrder(() => answersTo(pictures.pixels, checkpoint)) });
    }
    return steps === null || step >= steps;
  },

  classify: (pixels) =>
    inOrder(async () => {
      const logits = await model?.logits(pixels);
      return logits && probabilities(logits);
    }),

  stop: () => stopping.abort(),
};

expose(service);

/** A trained classifier: pictures in, scores of classes out. */
import { AgonError, checkJson } from '@agon/core';
import type { PictureSplit } from '@agon/data';
import { compile, Parameters, type Program } from '@agon/engine';
import type { DataCheckpoint } from '@agon/learning';
import type { Network } from '@agon/nets';
import * as v from 'valibot';
import { fromBytes, inputOf, networkFor } from './classifierNetwork.js';
import { readPreprocessing, type Preprocessing } from './preprocessing.js';
import { judge } from './scores.js';
import { classifierSchema } from './settings.js';

/** Pictures at a time. */
const BATCH = 100;

/** How well a classifier tells pictures apart. */
export interface ClassifierScore {
  /** Pictures. */
  n: number;
  /** Mean cross-entropy, nats. */
  loss: number;
  /** The share whose class is the first choice, and among the first five. */
  accuracy: number;
  top5: number;
  /** [true class][first choice] Pictures. */
  confusion: number[][];
}

/** The network is all that is needed of the settings. */
const networkSchema = v.object({ network: classifierSchema.entries.network });

/** A trained classifier's parts. @throws bad-checkpoint, not-finite, unknown-net */
export function loadClassifier({ settings, weights }: DataCheckpoint) {
  const { network: spec } = checkJson(networkSchema, settings, 'the settings of the model');
  const preprocessing = readPreprocessing(weights);
  const network = networkFor(spec, preprocessing);
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(weights);
  return { network, preprocessing, parameters };
}

/** Classifies with given parameters; what changes them calls `refresh`. */
export class ClassifierModel {
  readonly network: Network;
  readonly preprocessing: Preprocessing;
  private readonly program: Program;
  private readonly pictureSize: number;

  private constructor(network: Network, preprocessing: Preprocessing, program: Program) {
    this.network = network;
    this.preprocessing = preprocessing;
    this.program = program;
    this.pictureSize = preprocessing.shape.reduce((size, length) => size * length, 1);
  }

  /** Compiles a network over parameters that somebody else owns. */
  static async over(
    network: Network,
    preprocessing: Preprocessing,
    parameters: Parameters,
  ): Promise<ClassifierModel> {
    const program = await compile(
      ({ pixels }, values) => network.apply(inputOf(fromBytes(pixels), preprocessing), values),
      { inputs: { pixels: { shape: [BATCH, ...preprocessing.shape], dtype: 'uint8' } }, parameters },
    );
    return new ClassifierModel(network, preprocessing, program);
  }

  /** A trained one. @throws bad-checkpoint, not-finite, unknown-net */
  static async load(checkpoint: DataCheckpoint): Promise<ClassifierModel> {
    const { network, preprocessing, parameters } = loadClassifier(checkpoint);
    return ClassifierModel.over(network, preprocessing, parameters);
  }

  get classes(): readonly string[] {
    return this.preprocessing.classes;
  }

  /** After the parameters have changed. */
  refresh(): Promise<void> {
    return this.program.refresh();
  }

  /**
   * The logits of pictures, `[count, classes]`: a new array.
   * @param pixels `[count, height, width, channels]`, bytes
   */
  async logits(pixels: Uint8Array): Promise<Float32Array> {
    const { pictureSize, program } = this;
    const classes = this.classes.length;
    const count = pixels.length / pictureSize;
    const all = new Float32Array(count * classes);
    const input = program.inputs.pixels as Uint8Array;
    const output = program.outputs.logits as Float32Array;
    for (let first = 0; first < count; first += BATCH) {
      const part = Math.min(BATCH, count - first);
      input.set(pixels.subarray(first * pictureSize, (first + part) * pictureSize));
      await program.run();
      all.set(output.subarray(0, part * classes), first * classes);
    }
    return all;
  }

  /** Its score on at most `most` pictures of a split, evenly chosen. @throws not-finite where its answers are no numbers */
  async measure(split: PictureSplit, most = Infinity): Promise<ClassifierScore> {
    const classes = this.classes.length;
    const n = Math.min(split.size, most);
    const chosen = Int32Array.from({ length: n }, (_, i) => Math.floor((i * split.size) / n));
    const pixels = new Uint8Array(BATCH * this.pictureSize);
    const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    const sums = { loss: 0, first: 0, top5: 0 };
    for (let first = 0; first < n; first += BATCH) {
      const indices = chosen.subarray(first, first + BATCH);
      const part = pixels.subarray(0, indices.length * this.pictureSize);
      await split.read(indices, part);
      const logits = await this.logits(part);
      indices.forEach((index, row) => {
        const label = split.labels[index];
        const { loss, rank } = judge(logits, row * classes, classes, label);
        sums.loss += loss;
        if (rank === 0) sums.first++;
        if (rank < 5) sums.top5++;
        confusion[label][largest(logits, row * classes, classes)]++;
      });
    }
    if (!Number.isFinite(sums.loss))
      throw new AgonError('not-finite', 'the network answers with numbers that are not finite: its weights have diverged. Use an earlier checkpoint.'); // prettier-ignore
    return { n, loss: sums.loss / n, accuracy: sums.first / n, top5: sums.top5 / n, confusion };
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}

/** The place of the largest of some numbers, from `first` on; the first one where several are. */
function largest(numbers: Float32Array, first: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (numbers[first + i] > numbers[first + best]) best = i;
  return best;
}

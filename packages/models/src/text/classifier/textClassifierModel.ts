/** A trained classifier of texts: texts in, scores of classes out. L = length, K = classes. */
import { AgonError, checkJson } from '@agon/core';
import { openLabelledTexts, type LabelledSplit } from '@agon/data';
import { compile, Parameters, type Program } from '@agon/engine';
import type { DataCheckpoint, FileStore } from '@agon/learning';
import { batchOf, type Network } from '@agon/nets';
import * as v from 'valibot';
import type { MeasuredData, ModelScore } from '../../dataTrainer.js';
import { judge } from '../../vision/classifier/scores.js';
import { Reading } from './reading.js';
import { textClassifierSchema } from './settings.js';

/** Texts at a time. */
const BATCH = 32;

const networkSchema = v.object({ network: textClassifierSchema.entries.network });

export class TextClassifierModel {
  readonly reading: Reading;
  /** Words that it reads of a text. */
  private readonly places: number;
  private readonly program: Program;

  private constructor(reading: Reading, places: number, program: Program) {
    this.reading = reading;
    this.places = places;
    this.program = program;
  }

  /** Compiles a network of so many places over parameters that somebody else owns. */
  static async over(
    network: Network,
    reading: Reading,
    places: number,
    parameters: Parameters,
  ): Promise<TextClassifierModel> {
    const program = await compile(network.apply, { inputs: batchOf(network, BATCH), parameters });
    return new TextClassifierModel(reading, places, program);
  }

  /** A trained one, for texts that may be longer than those it has learned from. @throws bad-checkpoint, not-finite, unknown-net */
  static async load(
    { settings, weights }: DataCheckpoint,
    texts: readonly string[],
  ): Promise<TextClassifierModel> {
    const { network: spec } = checkJson(networkSchema, settings, 'the settings of the model');
    const reading = Reading.load(weights);
    const places = reading.placesFor(texts);
    const network = reading.network(spec, places);
    const parameters = new Parameters(network.parameters);
    parameters.loadSafetensors(weights);
    return TextClassifierModel.over(network, reading, places, parameters);
  }

  /** After the parameters have changed. */
  refresh(): Promise<void> {
    return this.program.refresh();
  }

  /** @throws not-finite where its answers are no numbers */
  async measure({ texts, labels }: LabelledSplit): Promise<ModelScore> {
    const { reading, places } = this;
    const { classes } = reading;
    const tokens = reading.encode(texts, places);
    const confusion = classes.map(() => new Array<number>(classes.length).fill(0));
    const input = this.program.inputs.tokens as Int32Array;
    const logits = this.program.outputs.logits as Float32Array;
    let loss = 0;
    let right = 0;
    for (let first = 0; first < texts.length; first += BATCH) {
      input.fill(0);
      input.set(tokens.subarray(first * places, (first + BATCH) * places));
      await this.program.run();
      for (let row = 0; row < Math.min(BATCH, texts.length - first); row++) {
        const label = labels[first + row];
        const own = logits.subarray(row * classes.length, (row + 1) * classes.length);
        const judged = judge(own, 0, classes.length, label);
        loss += judged.loss;
        if (judged.rank === 0) right++;
        confusion[label][own.indexOf(Math.max(...own))]++;
      }
    }
    if (!Number.isFinite(loss))
      throw new AgonError('not-finite', 'the network answers with numbers that are not finite: its weights have diverged. Use an earlier checkpoint.'); // prettier-ignore
    const n = texts.length;
    return { n, loss: loss / n, accuracy: right / n, classes, confusion };
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}

/** @throws what opening the data throws; unsupported where its classes are others; bad-checkpoint */
export async function evaluateTextClassifier(
  checkpoint: DataCheckpoint,
  on: MeasuredData,
  files: FileStore,
): Promise<ModelScore> {
  const data = await openLabelledTexts(on.data, files);
  const measured = data.splits[on.split];
  const model = await TextClassifierModel.load(checkpoint, measured.texts);
  try {
    if (data.classes.join() !== model.reading.classes.join())
      throw new AgonError('unsupported', `the model tells ${model.reading.classes.join(', ')} apart; ${data.spec} has ${data.classes.join(', ')}.`); // prettier-ignore
    return await model.measure(measured);
  } finally {
    await model.dispose();
  }
}

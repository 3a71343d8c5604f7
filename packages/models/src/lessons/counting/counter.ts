/** A network that answers with a number: how many there are. B = batch. */
import { RandomStream } from '@agon/core';
import { Shuffler, type PictureSplit } from '@agon/data';
import {
  adamW,
  compile,
  cosineSchedule,
  Parameters,
  trainStep,
  type Program,
  type Schedule,
  type TrainStep,
} from '@agon/engine';
import { makeNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { fromBytes } from '../../vision/classifier/classifierNetwork.js';
import { normalised, type Preprocessing } from '../../vision/classifier/preprocessing.js';

const BATCH = 64;
const ASKED = 100;
const LEARNING_RATE = 2e-3;

/** How one learns. */
export interface CounterPlan {
  /** A network that gives agents a value for each action: here for one. */
  readonly network: string;
  readonly updates: number;
  readonly seed: string;
}

/** Learns numbers by their squared error; labels are numbers of things, less one. */
export class Counter {
  private readonly pictures: PictureSplit;
  private readonly step: TrainStep;
  private readonly program: Program;
  private readonly schedule: Schedule;
  private readonly order: Shuffler;
  private updates = 0;

  private constructor(
    pictures: PictureSplit,
    step: TrainStep,
    program: Program,
    schedule: Schedule,
    order: Shuffler,
  ) {
    this.pictures = pictures;
    this.step = step;
    this.program = program;
    this.schedule = schedule;
    this.order = order;
  }

  static async create(
    pictures: PictureSplit,
    preprocessing: Preprocessing,
    { network: spec, updates, seed }: CounterPlan,
  ): Promise<Counter> {
    const { shape } = preprocessing;
    const network = makeNetwork(spec, 'q', { input: shape, actions: 1 });
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(`${seed} / weights`));
    const answer = (pixels: tf.Tensor, values: Record<string, tf.Tensor>): tf.Tensor =>
      tf.reshape(network.apply({ observation: normalised(fromBytes(pixels), preprocessing) }, values).q, [
        pixels.shape[0],
      ]);
    const step = await trainStep(
      ({ pixels, wanted }, values) => ({
        loss: tf.mean(tf.square(tf.sub(answer(pixels, values), wanted))) as tf.Scalar,
      }),
      {
        inputs: { pixels: { shape: [BATCH, ...shape], dtype: 'uint8' }, wanted: { shape: [BATCH] } },
        parameters,
        optimiser: adamW({ weightDecay: 0 }),
      },
    );
    const program = await compile(({ pixels }, values) => ({ count: answer(pixels, values) }), {
      inputs: { pixels: { shape: [ASKED, ...shape], dtype: 'uint8' } },
      parameters,
    });
    const schedule = cosineSchedule(LEARNING_RATE, 0, updates);
    return new Counter(pictures, step, program, schedule, new Shuffler(pictures.size, `${seed} / order`));
  }

  /** Some updates. */
  async learn(updates: number): Promise<void> {
    const { pictures, step } = this;
    for (let i = 0; i < updates; i++) {
      const indices = this.order.next(BATCH);
      await pictures.read(indices, step.inputs.pixels as Uint8Array);
      for (let row = 0; row < BATCH; row++) step.inputs.wanted[row] = pictures.labels[indices[row]] + 1;
      await step.run(this.schedule(this.updates++));
    }
  }

  /** Its answer to each picture of a split. */
  async count(split: PictureSplit): Promise<Float32Array> {
    const { program } = this;
    const pixels = program.inputs.pixels as Uint8Array;
    const answers = new Float32Array(split.size);
    await program.refresh();
    for (let first = 0; first < split.size; first += ASKED) {
      const rows = Math.min(ASKED, split.size - first);
      const indices = Int32Array.from({ length: rows }, (_, i) => first + i);
      await split.read(indices, pixels.subarray(0, (rows * pixels.length) / ASKED));
      await program.run();
      answers.set((program.outputs.count as Float32Array).subarray(0, rows), first);
    }
    return answers;
  }

  async dispose(): Promise<void> {
    await this.step.dispose();
    await this.program.dispose();
  }
}

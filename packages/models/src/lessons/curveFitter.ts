/** A dense network of one number that learns a function of one number from its values on a grid. */
import { RandomStream } from '@agon/core';
import {
  adam,
  compile,
  cosineSchedule,
  Parameters,
  trainStep,
  type Fn,
  type Initialiser,
  type ParameterSpec,
  type Program,
  type Schedule,
  type TrainStep,
} from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** Places on [0, 1] that it learns from, and those that it is measured on between them. */
const GRID = 512;
const MEASURED = 2048;

/** What a network is made of. */
export interface CurveNetwork {
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: 'tanh' | 'relu';
  /** How steep units of the first layer begin at most. */
  readonly steepness: number;
}

/** How one learns. */
export interface CurveTraining {
  /** Updates over which the learning rate falls to 0. */
  readonly updates: number;
  readonly learningRate: number;
  readonly seed: string;
  /** Weights to begin with by name, "layer0.weight" and "layer0.bias" first, instead of drawn ones. */
  readonly start?: Readonly<Record<string, readonly number[]>>;
}

/** Uniform in [−limit, limit]. */
const uniformWithin =
  (limit: number): Initialiser =>
  (values, _shape, rng) => {
    for (let i = 0; i < values.length; i++) values[i] = (2 * rng.uniform() - 1) * limit;
  };

function build({ hidden, activation, steepness }: CurveNetwork): { parameters: ParameterSpec[]; apply: Fn } {
  const widths = [1, ...hidden, 1];
  // The first layer's biases spread its bends over [0, 1] and beyond it: with biases of 0 all units would bend in the middle.
  const parameters = widths.slice(1).flatMap((units, i): ParameterSpec[] => {
    const isFirst = i === 0;
    return [
      {
        name: `layer${i}.weight`,
        shape: [widths[i], units],
        init: uniformWithin(isFirst ? steepness : Math.sqrt(3 / widths[i])),
      },
      { name: `layer${i}.bias`, shape: [units], init: uniformWithin(isFirst ? steepness / 2 : 0) },
    ];
  });
  const bend = activation === 'tanh' ? tf.tanh : tf.relu;
  const apply: Fn = ({ x }, values) => {
    // Around the middle of [0, 1].
    let y: tf.Tensor = tf.sub(x, 0.5);
    widths.slice(1).forEach((_, i) => {
      y = tf.add(
        tf.matMul(y as tf.Tensor2D, values[`layer${i}.weight`] as tf.Tensor2D),
        values[`layer${i}.bias`],
      );
      if (i < hidden.length) y = bend(y);
    });
    return { y };
  };
  return { parameters, apply };
}

/** Learns one function. */
export class CurveFitter {
  readonly numParameters: number;
  private readonly step: TrainStep;
  private readonly program: Program;
  private readonly schedule: Schedule;
  private updates = 0;

  private constructor(parameters: Parameters, step: TrainStep, program: Program, schedule: Schedule) {
    this.numParameters = parameters.size;
    this.step = step;
    this.program = program;
    this.schedule = schedule;
  }

  static async create(
    network: CurveNetwork,
    target: (x: number) => number,
    { updates, learningRate, seed, start = {} }: CurveTraining,
  ): Promise<CurveFitter> {
    const { parameters: specs, apply } = build(network);
    const parameters = new Parameters(specs).initialise(new RandomStream(seed));
    for (const [name, values] of Object.entries(start)) parameters.view(name).set(values);
    const column = { shape: [GRID, 1] };
    const step = await trainStep(
      ({ x, wanted }, values) => ({
        loss: tf.mean(tf.square(tf.sub(apply({ x }, values).y, wanted))) as tf.Scalar,
      }),
      { inputs: { x: column, wanted: column }, parameters, optimiser: adam() },
    );
    for (let i = 0; i < GRID; i++) {
      const place = (i + 0.5) / GRID;
      step.inputs.x[i] = place;
      step.inputs.wanted[i] = target(place);
    }
    const program = await compile(apply, { inputs: { x: { shape: [MEASURED, 1] } }, parameters });
    for (let i = 0; i < MEASURED; i++) program.inputs.x[i] = i / (MEASURED - 1);
    return new CurveFitter(parameters, step, program, cosineSchedule(learningRate, 0, updates));
  }

  /** Some updates, each towards a smaller mean squared error. */
  async learn(updates: number): Promise<void> {
    for (let i = 0; i < updates; i++) await this.step.run(this.schedule(this.updates++));
  }

  /** What it draws: points at equal distances on [0, 1]. */
  async curve(): Promise<[x: number, y: number][]> {
    await this.program.refresh();
    await this.program.run();
    const { x } = this.program.inputs;
    const { y } = this.program.outputs;
    return Array.from(x, (place, i) => [place, y[i]]);
  }

  async dispose(): Promise<void> {
    await this.step.dispose();
    await this.program.dispose();
  }
}

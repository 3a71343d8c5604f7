/** What one unit of a network sees, measured by gradients. H, W, C = the picture. */
import { RandomStream } from '@agon/core';
import {
  compile,
  heNormal,
  Parameters,
  windowResults,
  type Program,
  type ReceptiveField,
} from '@agon/engine';
import { batchOf, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';

/** Smaller parts of the largest slope are rounding errors. */
const ROUNDING = 1e-6;

/** Rows and columns from the first to the last, within the picture. */
export interface Box {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** The unit in the middle of a layer. */
export const middleOf = ({ places }: ReceptiveField): readonly [number, number] => [
  places[0] >> 1,
  places[1] >> 1,
];

/** What the middle unit sees of a picture of these lengths, by the recurrence. */
export function boxOf(field: ReceptiveField, [height, width]: readonly number[]): Box {
  const middle = middleOf(field);
  const span = (axis: 0 | 1, length: number): [number, number] => {
    const first = field.first[axis] + middle[axis] * field.jump[axis];
    return [Math.max(0, first), Math.min(length, first + field.size[axis]) - 1];
  };
  return { rows: span(0, height), columns: span(1, width) };
}

/** Adds up how much each pixel moves the middle unit of a layer, over pictures of noise. */
export class SeenPlaces {
  /** [H, W] Mean size of the slopes, summed over the channels. */
  readonly map: Float64Array;
  private readonly program: Program;
  private readonly input: string;
  private readonly rng: RandomStream;
  private readonly width: number;

  private constructor(program: Program, input: string, rng: RandomStream, height: number, width: number) {
    this.program = program;
    this.input = input;
    this.rng = rng;
    this.width = width;
    this.map = new Float64Array(height * width);
  }

  /** @param index of the layer among those of `receptiveFields` */
  static async of(network: Network, field: ReceptiveField, index: number, seed: string): Promise<SeenPlaces> {
    const inputs = batchOf(network, 1);
    const [input] = Object.keys(inputs);
    const [, height, width] = inputs[input].shape;
    const [row, column] = middleOf(field);
    const rng = new RandomStream(seed);
    // All filters are drawn: through those that begin at 0 nothing would be seen.
    const specs = network.parameters.map((spec) =>
      spec.shape.length === 4 ? { ...spec, init: heNormal } : spec,
    );
    const parameters = new Parameters(specs).initialise(rng);
    const program = await compile(
      (given, values) => {
        const unit = (picture: tf.Tensor): tf.Scalar => {
          const results = windowResults(() => network.apply({ ...given, [input]: picture }, values));
          return tf.sum(tf.slice(results[index], [0, row, column, 0], [1, 1, 1, -1]));
        };
        return { slopes: tf.sum(tf.abs(tf.grad(unit)(given[input])), 3) };
      },
      { inputs, parameters },
    );
    return new SeenPlaces(program, input, rng, height, width);
  }

  /** One more picture. */
  async look(): Promise<void> {
    const picture = this.program.inputs[this.input];
    for (let i = 0; i < picture.length; i++) picture[i] = 2 * this.rng.uniform() - 1;
    await this.program.run();
    const { slopes } = this.program.outputs;
    for (let i = 0; i < slopes.length; i++) this.map[i] += slopes[i];
  }

  /** The rows and columns of all pixels that moved the unit. */
  box(): Box {
    const least = ROUNDING * this.map.reduce((a, b) => Math.max(a, b), 0);
    const rows: [number, number] = [Infinity, -Infinity];
    const columns: [number, number] = [Infinity, -Infinity];
    this.map.forEach((slope, i) => {
      if (slope <= least) return;
      const [y, x] = [Math.floor(i / this.width), i % this.width];
      rows[0] = Math.min(rows[0], y);
      rows[1] = Math.max(rows[1], y);
      columns[0] = Math.min(columns[0], x);
      columns[1] = Math.max(columns[1], x);
    });
    return { rows, columns };
  }

  /** Pixels that move the unit by more than 4.55 % of what the strongest does: two deviations of a bell (Luo et al. 2016). */
  numEffective(): number {
    const most = this.map.reduce((a, b) => Math.max(a, b), 0);
    return this.map.reduce((sum, slope) => sum + Number(slope > (1 - 0.9545) * most), 0);
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}

/** Epochs of shuffled minibatches over the rows of a rollout, through a compiled training step. */
import { shuffle, type Rng } from '@agon/core';
import type { TensorSpec, TrainStep } from '@agon/engine';
import type { ObservationSpace } from '@agon/envs';
import { observationInput } from '../../networkInput.js';

/** Numbers that belong to the rows of a rollout, a fixed count for each row, by the names of a loss's inputs; observations apart. */
type Columns = Readonly<Record<string, Float32Array | Int32Array | Uint8Array>>;

/** A column as a loss sees it: one number a row, or `width` of them. */
export interface LossColumn {
  name: string;
  width?: number;
}

/** The inputs of a loss over `rows` rows: `observation` [rows, …shape], `action` [rows], and the columns, [rows] or [rows, width]. */
export function lossInputs(
  rows: number,
  observation: ObservationSpace,
  columns: readonly LossColumn[],
): Record<string, TensorSpec> {
  const inputs: Record<string, TensorSpec> = {
    observation: observationInput(observation, rows),
    action: { shape: [rows], dtype: 'int32' },
  };
  for (const { name, width } of columns) inputs[name] = { shape: width ? [rows, width] : [rows] };
  return inputs;
}

/** R = rows at most, B = rows of a minibatch, S = values in an observation. */
export class Minibatches {
  private readonly step: TrainStep;
  private readonly size: number;
  /** [R] of [S] */
  private readonly observations: readonly (Uint8Array | Float32Array)[];
  private readonly columns: Columns;
  private readonly order: Int32Array;

  /**
   * @param step a training step on B rows, with the inputs that `lossInputs` describes
   * @param observations [R, S]
   * @param columns [R] or [R, width] each; `action` is one of them
   */
  constructor(step: TrainStep, size: number, observations: Uint8Array | Float32Array, columns: Columns) {
    this.step = step;
    this.size = size;
    this.columns = columns;
    const rows = columns.action.length;
    const width = observations.length / rows;
    this.observations = Array.from({ length: rows }, (_, row) =>
      observations.subarray(row * width, (row + 1) * width),
    );
    this.order = new Int32Array(rows);
  }

  /**
   * One pass over all rows in an order drawn from `rng`; where R is no multiple of B, the rest is left out.
   * @param onUpdate is called after each update, whose results are in the step's outputs
   * @throws not-finite
   */
  async epoch(rng: Rng, learningRate: number, onUpdate: () => void): Promise<void> {
    const { order, size, step } = this;
    for (let row = 0; row < order.length; row++) order[row] = row;
    shuffle(order, rng);
    for (let start = 0; start + size <= order.length; start += size) {
      this.fill(start);
      await step.run(learningRate);
      onUpdate();
    }
  }

  private fill(start: number): void {
    const { step, order, size, observations } = this;
    const { observation } = step.inputs;
    for (let i = 0; i < size; i++) {
      const from = observations[order[start + i]];
      observation.set(from, i * from.length);
    }
    for (const [name, column] of Object.entries(this.columns)) this.gather(step.inputs[name], column, start);
  }

  /** Copies the rows of a minibatch, as many values each as fit. */
  private gather(
    to: Float32Array | Int32Array | Uint8Array,
    from: Float32Array | Int32Array | Uint8Array,
    start: number,
  ): void {
    const { order, size } = this;
    const width = to.length / size;
    for (let i = 0; i < size; i++) {
      const row = order[start + i] * width;
      const base = i * width;
      for (let k = 0; k < width; k++) to[base + k] = from[row + k];
    }
  }
}

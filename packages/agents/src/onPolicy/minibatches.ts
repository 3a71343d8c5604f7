/** Epochs of shuffled minibatches over the rows of a rollout, through a compiled training step. */
import { shuffle, type Rng } from '@agon/core';
import type { TensorSpec, TrainStep } from '@agon/engine';

/** Numbers that belong to the rows of a rollout, by the names of a loss's inputs; observations apart. */
export type Columns = Readonly<Record<string, Float32Array | Int32Array>>;

/** The inputs of a loss over `rows` rows: `observation` [rows, …shape] and one scalar a row for each column. */
export function lossInputs(
  rows: number,
  shape: readonly number[],
  columns: Readonly<Record<string, 'float32' | 'int32'>>,
): Record<string, TensorSpec> {
  const inputs: Record<string, TensorSpec> = { observation: { shape: [rows, ...shape] } };
  for (const [name, dtype] of Object.entries(columns)) inputs[name] = { shape: [rows], dtype };
  return inputs;
}

/** R = rows at most, B = rows of a minibatch, S = values in an observation. */
export class Minibatches {
  private readonly step: TrainStep;
  private readonly size: number;
  private readonly scale: number;
  private readonly observations: Uint8Array | Float32Array;
  private readonly columns: Columns;
  private readonly order: Int32Array;

  /**
   * @param step a training step on B rows, with the inputs that `lossInputs` describes
   * @param observations [R, S], multiplied by `scale` on the way
   * @param columns [R] each
   */
  constructor(
    step: TrainStep,
    size: number,
    observations: Uint8Array | Float32Array,
    scale: number,
    columns: Columns,
  ) {
    this.step = step;
    this.size = size;
    this.observations = observations;
    this.scale = scale;
    this.columns = columns;
    const [column] = Object.values(columns);
    this.order = new Int32Array(column.length);
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
    const { observations, scale, order, size } = this;
    const { inputs } = this.step;
    const to = inputs.observation;
    const values = to.length / size;
    for (let i = 0; i < size; i++) {
      const from = order[start + i] * values;
      const base = i * values;
      for (let k = 0; k < values; k++) to[base + k] = observations[from + k] * scale;
    }
    for (const [name, column] of Object.entries(this.columns)) {
      const input = inputs[name];
      for (let i = 0; i < size; i++) input[i] = column[order[start + i]];
    }
  }
}

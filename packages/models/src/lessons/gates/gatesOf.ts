/** The gates of a trained LSTM while it reads (Hochreiter & Schmidhuber 1997; Gers et al. 2000). T = steps, F = features, H = units. */
import type { Parameters } from '@agon/engine';

/** What each unit does at each step, all [T, H]. */
export interface Gates {
  /** How much of what is new is let in, 0 to 1. */
  readonly input: Float32Array;
  /** How much of the cell is kept, 0 to 1. */
  readonly forget: Float32Array;
  /** How much of the cell is shown to the others, 0 to 1. */
  readonly output: Float32Array;
  readonly cell: Float32Array;
  readonly hidden: Float32Array;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Reads a sequence from a state of zeros.
 * @param name of the layer among the parameters
 * @param x [T, F]
 */
export function gatesOf(parameters: Parameters, name: string, x: Float32Array): Gates {
  const weight = parameters.view(`${name}.weight`);
  const recurrent = parameters.view(`${name}.recurrent`);
  const bias = parameters.view(`${name}.bias`);
  const units = bias.length / 4;
  const features = weight.length / bias.length;
  const steps = x.length / features;
  const [input, forget, output, cell, hidden] = Array.from(
    { length: 5 },
    () => new Float32Array(steps * units),
  );
  for (let t = 0; t < steps; t++) {
    const sums = Float64Array.from(bias);
    for (let f = 0; f < features; f++)
      for (let i = 0; i < sums.length; i++) sums[i] += x[t * features + f] * weight[f * sums.length + i];
    for (let h = 0; t > 0 && h < units; h++)
      for (let i = 0; i < sums.length; i++)
        sums[i] += hidden[(t - 1) * units + h] * recurrent[h * sums.length + i];
    for (let h = 0; h < units; h++) {
      const at = t * units + h;
      input[at] = sigmoid(sums[h]);
      forget[at] = sigmoid(sums[units + h]);
      output[at] = sigmoid(sums[3 * units + h]);
      const before = t > 0 ? cell[at - units] : 0;
      cell[at] = forget[at] * before + input[at] * Math.tanh(sums[2 * units + h]);
      hidden[at] = output[at] * Math.tanh(cell[at]);
    }
  }
  return { input, forget, output, cell, hidden };
}

/** Softmax by the engine. */
import { compile } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** One row of logits, and the temperature by which they are divided. */
export interface Row {
  readonly logits: readonly number[];
  readonly temperature: number;
}

/** The probabilities of each row; all rows are of one length. */
export async function probabilities(rows: readonly Row[]): Promise<number[][]> {
  const classes = rows[0].logits.length;
  const program = await compile(
    ({ logits, temperature }) => ({ probability: tf.softmax(tf.div(logits, temperature)) }),
    { inputs: { logits: { shape: [rows.length, classes] }, temperature: { shape: [rows.length, 1] } } },
  );
  try {
    program.inputs.logits.set(rows.flatMap(({ logits }) => logits));
    program.inputs.temperature.set(rows.map(({ temperature }) => temperature));
    await program.run();
    const { probability } = program.outputs;
    return rows.map((_, row) => [...probability.subarray(row * classes, (row + 1) * classes)]);
  } finally {
    await program.dispose();
  }
}

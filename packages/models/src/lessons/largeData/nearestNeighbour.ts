/** Nearest neighbour: each picture gets the class of the known picture that is least far from it (Cover & Hart 1967). T = asked, C = a chunk. */
import type { PictureSplit } from '@agon/data';
import { compile, type Program } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** Known pictures that are compared at a time. */
const CHUNK = 500;
/** The square of the length of a picture that is none. */
const NOWHERE = 1e9;

/** Pictures [n, size] of a split as numbers in [0, 1]. */
async function valuesOf(split: PictureSplit, indices: Int32Array, size: number): Promise<Float32Array> {
  const pixels = new Uint8Array(indices.length * size);
  await split.read(indices, pixels);
  return Float32Array.from(pixels, (byte) => byte / 255);
}

/** Classifies pictures by those that it is told of, more and more. */
export class NearestNeighbour {
  private readonly program: Program;
  private readonly labels: Int32Array;
  private readonly size: number;
  /** [T] 2 x·y − |y|² of the nearest y so far: the larger, the nearer; and its class. */
  private readonly nearness: Float32Array;
  private readonly found: Int32Array;

  private constructor(program: Program, labels: Int32Array, size: number) {
    this.program = program;
    this.labels = labels;
    this.size = size;
    this.nearness = new Float32Array(labels.length).fill(-Infinity);
    this.found = new Int32Array(labels.length).fill(-1);
  }

  /** @param size numbers in a picture */
  static async for(asked: PictureSplit, size: number): Promise<NearestNeighbour> {
    const inputs = {
      asked: { shape: [asked.size, size] },
      known: { shape: [CHUNK, size] },
      lengths: { shape: [CHUNK] },
    };
    const program = await compile(
      (given) => {
        const products = tf.matMul(given.asked as tf.Tensor2D, given.known as tf.Tensor2D, false, true);
        const nearness = tf.sub(tf.mul(products, 2), given.lengths);
        return { nearness: tf.max(nearness, 1), which: tf.argMax(nearness, 1) };
      },
      { inputs },
    );
    const all = Int32Array.from({ length: asked.size }, (_, i) => i);
    program.inputs.asked.set(await valuesOf(asked, all, size));
    return new NearestNeighbour(program, asked.labels, size);
  }

  /** Learns pictures by heart. */
  async add(split: PictureSplit, indices: Int32Array): Promise<void> {
    const { program, nearness, found, size } = this;
    const { known, lengths } = program.inputs;
    for (let first = 0; first < indices.length; first += CHUNK) {
      const part = indices.subarray(first, first + CHUNK);
      const values = await valuesOf(split, part, size);
      known.fill(0);
      known.set(values);
      lengths.fill(NOWHERE);
      for (let row = 0; row < part.length; row++) {
        let sum = 0;
        for (let i = row * size; i < (row + 1) * size; i++) sum += values[i] * values[i];
        lengths[row] = sum;
      }
      await program.run();
      for (let t = 0; t < found.length; t++) {
        if (program.outputs.nearness[t] <= nearness[t]) continue;
        nearness[t] = program.outputs.nearness[t];
        found[t] = split.labels[part[program.outputs.which[t]]];
      }
    }
  }

  /** The share of the asked pictures whose nearest neighbour is of another class. */
  error(): number {
    return (
      this.found.reduce((sum, label, t) => sum + (label === this.labels[t] ? 0 : 1), 0) / this.found.length
    );
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}

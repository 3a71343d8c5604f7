/**
 * Attacks on a classifier, within a distance of `epsilon` of each pixel (ℓ∞), pictures staying in [0, 1]: one step along the gradient's sign
 * (FGSM: Goodfellow et al. 2015), many with restarts (PGD: Madry et al. 2018), and a search without gradients, which finds what a
 * masked gradient hides (squares of one change: Andriushchenko et al. 2020, simplified). All work on logits, never on probabilities.
 */
import type { Rng } from '@agon/core';
import { judge } from '../classifier/scores.js';
import type { AttackTarget } from './target.js';

/** What is attacked. */
export interface AttackedPictures {
  /** [B, …shape] Values in [0, 1]. */
  pictures: Float32Array;
  /** [B] Their true classes. */
  labels: ArrayLike<number>;
  /** [B] The classes that they are to be taken for; absent: any but the true one. */
  wanted?: ArrayLike<number>;
}

/** How an attack goes about it. */
export interface AttackOptions {
  /** The most that each value is changed. */
  epsilon: number;
  /** Steps along the gradient. */
  steps: number;
  /** The length of a step; 2.5 · epsilon / steps if not given (Madry et al.'s code). */
  stepSize?: number;
  /** Each begins at a random place; 0: one attempt, from the picture itself. */
  restarts: number;
}

/** What an attack came to. */
export interface Attacked {
  /** [B, …shape] The changed pictures: of all tried, those with which it got furthest. */
  pictures: Float32Array;
  /** [B] 1 where the attack did what it wanted. */
  isFooled: Uint8Array;
}

/** Keeps for each picture the best change so far. */
class Best {
  readonly pictures: Float32Array;
  readonly isFooled: Uint8Array;
  private readonly gain: Float64Array;

  constructor(pictures: Float32Array, count: number) {
    this.pictures = pictures.slice();
    this.isFooled = new Uint8Array(count);
    this.gain = new Float64Array(count).fill(-Infinity);
  }

  get areAllFooled(): boolean {
    return this.isFooled.every((each) => each === 1);
  }

  /** Looks at what the classifier says of changed pictures, and keeps those that are better than what there was. */
  take(logits: Float32Array, changed: Float32Array, { labels, wanted }: AttackedPictures): void {
    const count = this.isFooled.length;
    const size = changed.length / count;
    const classes = logits.length / count;
    for (let row = 0; row < count; row++) {
      const aim = wanted ?? labels;
      const { loss, rank } = judge(logits, row * classes, classes, aim[row]);
      const isFooled = wanted ? rank === 0 : rank > 0;
      // To be taken for a class is to have a small loss of it; to be taken for any other, a large loss of the true one.
      const gain = (wanted ? -loss : loss) + (isFooled ? 1e6 : 0);
      if (gain <= this.gain[row]) continue;
      this.gain[row] = gain;
      if (isFooled) this.isFooled[row] = 1;
      this.pictures.set(changed.subarray(row * size, (row + 1) * size), row * size);
    }
  }
}

/** Cuts changed pictures to the distance and to [0, 1], in place. */
function project(changed: Float32Array, pictures: Float32Array, epsilon: number): void {
  for (let i = 0; i < changed.length; i++) {
    const low = Math.max(0, pictures[i] - epsilon);
    const high = Math.min(1, pictures[i] + epsilon);
    changed[i] = Math.min(high, Math.max(low, changed[i]));
  }
}

/**
 * Projected gradient descent. One step of the length epsilon from the picture itself, without restarts, is FGSM.
 * @param rng draws where each restart begins
 */
export async function pgd(
  target: AttackTarget,
  attacked: AttackedPictures,
  { epsilon, steps, stepSize = (2.5 * epsilon) / steps, restarts }: AttackOptions,
  rng: Rng,
): Promise<Attacked> {
  const { pictures, labels, wanted } = attacked;
  const best = new Best(pictures, labels.length);
  best.take(await target.logits(pictures), pictures, attacked);
  const aim = wanted ?? labels;
  const along = wanted ? -stepSize : stepSize;
  for (let attempt = 0; attempt < Math.max(1, restarts) && !best.areAllFooled; attempt++) {
    const changed = pictures.slice();
    if (restarts > 0) {
      for (let i = 0; i < changed.length; i++) changed[i] += (2 * rng.uniform() - 1) * epsilon;
      project(changed, pictures, epsilon);
    }
    for (let step = 0; step < steps; step++) {
      const slope = await target.slope(changed, aim);
      for (let i = 0; i < changed.length; i++) changed[i] += along * Math.sign(slope[i]);
      project(changed, pictures, epsilon);
    }
    best.take(await target.logits(changed), changed, attacked);
  }
  return { pictures: best.pictures, isFooled: best.isFooled };
}

/** FGSM. */
export const fgsm = (
  target: AttackTarget,
  attacked: AttackedPictures,
  epsilon: number,
  rng: Rng,
): Promise<Attacked> => pgd(target, attacked, { epsilon, steps: 1, stepSize: epsilon, restarts: 0 }, rng);

/**
 * A search that asks for answers only: squares of ±epsilon at random places, kept where they help.
 * @param shape [height, width, channels]
 */
export async function randomSearch(
  target: AttackTarget,
  attacked: AttackedPictures,
  { epsilon, queries, shape }: { epsilon: number; queries: number; shape: readonly [number, number, number] },
  rng: Rng,
): Promise<Attacked> {
  const { pictures, labels } = attacked;
  const [height, width, channels] = shape;
  const count = labels.length;
  const best = new Best(pictures, count);
  best.take(await target.logits(pictures), pictures, attacked);
  for (let query = 0; query < queries && !best.areAllFooled; query++) {
    const changed = best.pictures.slice();
    // Large squares first, then smaller ones.
    const side = Math.max(1, Math.round(0.6 * Math.min(height, width) * Math.sqrt(1 - query / queries)));
    for (let row = 0; row < count; row++) {
      const top = rng.int(height - side + 1);
      const left = rng.int(width - side + 1);
      for (let c = 0; c < channels; c++) {
        const change = rng.int(2) === 0 ? epsilon : -epsilon;
        for (let y = top; y < top + side; y++)
          for (let x = left; x < left + side; x++) {
            const at = ((row * height + y) * width + x) * channels + c;
            changed[at] = pictures[at] + change;
          }
      }
    }
    project(changed, pictures, epsilon);
    best.take(await target.logits(changed), changed, attacked);
  }
  return { pictures: best.pictures, isFooled: best.isFooled };
}

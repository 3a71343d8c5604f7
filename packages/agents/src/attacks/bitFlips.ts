/**
 * Flips of a few bits of what an agent sees, where that is planes of zeros and ones: noise too small to see does not exist there. Which
 * ones: those that raise the loss of the agent's own choice most, by the gradient or by trying all of them; or any, as a control of the
 * same size. One flip after the other, each in view of those before.
 */
import type { Rng } from '@agon/core';
import { judge, type AttackTarget } from '@agon/models/vision';
import type { ChoosingNetwork } from '../agent.js';
import { argmax } from '../value/dqn/analysis.js';
import type { ObservationAttack } from './observationAttack.js';
import { targetOf } from './pixelNoise.js';

/** How the bits are chosen. */
export const CHOICES = ['gradient', 'search', 'random'] as const;
export type Choice = (typeof CHOICES)[number];

/** Flips that are tried together. */
const TOGETHER = 100;

/** Says which bit to flip next. @param bits as they are now @param isFlipped 1 where a flip is no more to be had */
type Pick = (bits: Float32Array, isFlipped: Uint8Array, rng: Rng) => Promise<number>;

/** @param count flips of each observation */
export async function bitFlips(
  network: ChoosingNetwork,
  count: number,
  by: Choice,
): Promise<ObservationAttack> {
  const size = network.observation.shape.reduce((product, length) => product * length, 1);
  const target = by === 'random' ? undefined : await targetOf(network, by === 'search' ? TOGETHER : 1);
  const bits = new Float32Array(size);
  const isFlipped = new Uint8Array(size);
  const seen = new Uint8Array(size);
  return {
    async change(observation, rng) {
      bits.set(observation);
      isFlipped.fill(0);
      const pick = await picker(target, bits, by);
      for (let flip = 0; flip < Math.min(count, size); flip++) {
        const at = await pick(bits, isFlipped, rng);
        bits[at] = 1 - bits[at];
        isFlipped[at] = 1;
      }
      seen.set(bits);
      return seen;
    },
    dispose: async () => target?.dispose(),
  };
}

/** Against what the agent would choose now. */
async function picker(target: AttackTarget | undefined, bits: Float32Array, by: Choice): Promise<Pick> {
  if (!target) return anyBit;
  const all = new Float32Array(target.batchSize * bits.length);
  all.set(bits);
  const choice = argmax(await target.logits(all), 0, target.numClasses);
  return by === 'gradient' ? steepest(target, choice) : dearest(target, choice, all);
}

const anyBit: Pick = async (bits, isFlipped, rng) => {
  let at = rng.int(bits.length);
  while (isFlipped[at]) at = rng.int(bits.length);
  return at;
};

/** The bit whose flip raises the loss most by its gradient. */
const steepest =
  (target: AttackTarget, choice: number): Pick =>
  async (bits, isFlipped) => {
    const slope = await target.slope(bits, [choice]);
    return bestOf(bits.length, isFlipped, (i) => slope[i] * (1 - 2 * bits[i]));
  };

/** The bit whose flip raises the loss most. @param all [TOGETHER, S] scratch */
const dearest =
  (target: AttackTarget, choice: number, all: Float32Array): Pick =>
  async (bits, isFlipped) => {
    const losses = new Float64Array(bits.length);
    for (let first = 0; first < bits.length; first += TOGETHER) {
      const rows = Math.min(TOGETHER, bits.length - first);
      for (let row = 0; row < rows; row++) {
        all.set(bits, row * bits.length);
        all[row * bits.length + first + row] = 1 - bits[first + row];
      }
      const logits = await target.logits(all);
      const { numClasses } = target;
      for (let row = 0; row < rows; row++)
        losses[first + row] = judge(logits, row * numClasses, numClasses, choice).loss;
    }
    return bestOf(bits.length, isFlipped, (i) => losses[i]);
  };

/** The place, of those not flipped yet, where `of` is largest. */
function bestOf(size: number, isFlipped: Uint8Array, of: (i: number) => number): number {
  let best = -1;
  for (let i = 0; i < size; i++) if (!isFlipped[i] && (best < 0 || of(i) > of(best))) best = i;
  return best;
}

/** Policies as logits: probabilities and draws. A = actions. */
import type { Rng } from '@agon/core';
import type { Analysis } from '../../agent.js';

/** Writes the probabilities of `count` logits from `start` on into `out`, and returns the logarithm of their normaliser: log p = logit − it. */
export function softmaxInto(out: Float32Array, logits: Float32Array, start: number, count: number): number {
  let largest = -Infinity;
  for (let a = 0; a < count; a++) largest = Math.max(largest, logits[start + a]);
  let sum = 0;
  for (let a = 0; a < count; a++) sum += out[a] = Math.exp(logits[start + a] - largest);
  for (let a = 0; a < count; a++) out[a] /= sum;
  return largest + Math.log(sum);
}

/** Makes the logits, [N, A], of illegal actions −∞: those whose value in `masks` from `start` on is 0. */
export function maskInto(logits: Float32Array, masks: Uint8Array, start: number): void {
  for (let i = 0; i < logits.length; i++) if (masks[start + i] === 0) logits[i] = -Infinity;
}

/** An index drawn with the given probabilities (they sum to 1 but for rounding): exactly one draw. */
export function draw(probabilities: Float32Array, rng: Rng): number {
  let left = rng.uniform();
  let last = 0;
  for (let a = 0; a < probabilities.length; a++) {
    if (probabilities[a] === 0) continue;
    last = a;
    left -= probabilities[a];
    if (left < 0) break;
  }
  return last;
}

/** Digits that are kept of a number in an account; replays are read by people. */
const DIGITS = 4;

/** The account of one decision: the policy's probabilities, and what it expects. */
export function policyAnalysis(probabilities: Float32Array, value: number): Analysis {
  return {
    value: Number(value.toPrecision(DIGITS)),
    prior: Array.from(probabilities, (each) => Number(each.toPrecision(DIGITS))),
  };
}

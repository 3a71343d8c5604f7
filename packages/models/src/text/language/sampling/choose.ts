/** What comes next, drawn from scores: temperature, the k likeliest, and the likeliest that make up a share (Holtzman et al. 2020). */
import type { Rng } from '@agon/core';

export interface Choosing {
  /** Divides the scores: below 1 the likely becomes likelier; 0: always the likeliest. */
  readonly temperature: number;
  /** Only so many of the likeliest; 0: all. */
  readonly topK: number;
  /** Only the fewest likeliest whose chances make up this share; 1: all. */
  readonly topP: number;
}

/**
 * The chances of all tokens.
 * @param logits [V]
 * @returns [V] adding up to 1
 */
export function chances(logits: ArrayLike<number>, { temperature, topK, topP }: Choosing): Float64Array {
  const order = Array.from(logits, (_, i) => i).sort((a, b) => logits[b] - logits[a] || a - b);
  const result = new Float64Array(logits.length);
  if (temperature === 0) {
    result[order[0]] = 1;
    return result;
  }
  const most = logits[order[0]];
  const kept = topK > 0 ? order.slice(0, topK) : order;
  let sum = 0;
  for (const i of kept) sum += result[i] = Math.exp((logits[i] - most) / temperature);
  let share = 0;
  let left = 0;
  for (const i of kept) {
    // The token that passes the share belongs to it.
    if (share >= topP * sum && left > 0) result[i] = 0;
    else left += result[i];
    share += result[i];
  }
  for (const i of kept) result[i] /= left;
  return result;
}

/** A token by its chance: exactly one draw. */
export function choose(logits: ArrayLike<number>, choosing: Choosing, rng: Rng): number {
  const shares = chances(logits, choosing);
  let rest = rng.uniform();
  let last = 0;
  for (let i = 0; i < shares.length; i++) {
    if (shares[i] === 0) continue;
    last = i;
    rest -= shares[i];
    if (rest < 0) return i;
  }
  return last;
}

/** Uniform numbers in a range. */
import type { Rng } from '@agon/core';

/** A uniform number in [low, high): one draw. */
export function between(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.uniform();
}

/** `value`, or the nearer end of [low, high] where it lies outside. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

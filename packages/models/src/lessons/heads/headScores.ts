/** How much of its attention a head has for what, as Olsson et al. 2022 score heads. B = rows, L = length. */
import { NOT_ASKED } from '../transformer/rowLearner.js';

/** Shares of a head's attention, means over places. */
export interface HeadScore {
  /** On the token before, where a pair ends. */
  readonly previous: number;
  /** On the tokens that came after the same one before, where the next one is asked. */
  readonly induction: number;
}

/**
 * @param tokens [B, L]
 * @param targets [B, L] `NOT_ASKED` or what is asked
 * @param attention [B, heads of all layers, L, L]
 * @returns a score for each head
 */
export function scoreHeads(
  tokens: Int32Array,
  targets: Int32Array,
  attention: Float32Array,
  length: number,
): HeadScore[] {
  const rows = tokens.length / length;
  const heads = attention.length / (tokens.length * length);
  const scores = Array.from({ length: heads }, () => ({ previous: 0, induction: 0 }));
  let [numAsked, numSecond] = [0, 0];
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < length; i++) {
      const at = row * length + i;
      const [isAsked, isSecond] = [targets[at] !== NOT_ASKED, i % 2 === 1];
      if (isAsked) numAsked++;
      if (isSecond) numSecond++;
      scores.forEach((score, head) => {
        const looks = attention.subarray(((row * heads + head) * length + i) * length);
        if (isSecond) score.previous += looks[i - 1];
        for (let j = 1; isAsked && j <= i; j++)
          if (tokens[at - i + j - 1] === tokens[at]) score.induction += looks[j];
      });
    }
  }
  return scores.map(({ previous, induction }) => ({
    previous: previous / numSecond,
    induction: induction / Math.max(1, numAsked),
  }));
}

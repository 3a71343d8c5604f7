/** What logits say of one picture: probabilities, loss, and whether the right class is among the first. */

/** The loss of one picture and the place of its class among all: 0 is the first choice. */
export interface Judgement {
  /** −log of the class's probability, in nats. */
  loss: number;
  rank: number;
}

/**
 * Judges the logits of one picture.
 * @param logits of many pictures; those of this one begin at `first`
 */
export function judge(logits: Float32Array, first: number, classes: number, label: number): Judgement {
  const own = logits[first + label];
  let largest = -Infinity;
  let rank = 0;
  for (let i = 0; i < classes; i++) {
    const logit = logits[first + i];
    if (logit > largest) largest = logit;
    // Equal scores are no merit, nor are those that are no numbers.
    if (i !== label && !(logit < own)) rank++;
  }
  let sum = 0;
  for (let i = 0; i < classes; i++) sum += Math.exp(logits[first + i] - largest);
  return { loss: Math.log(sum) + largest - own, rank };
}

/** Probabilities of the classes: softmax of logits divided by a temperature. */
export function probabilities(logits: ArrayLike<number>, temperature = 1): Float64Array {
  let largest = -Infinity;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]);
  const result = new Float64Array(logits.length);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += result[i] = Math.exp((logits[i] - largest) / temperature);
  for (let i = 0; i < logits.length; i++) result[i] /= sum;
  return result;
}

/** How well a policy's scores fit the move that was played, and the rules. */

export interface Judged {
  /** Whether the move has the highest score of all, those that the rules forbid included. */
  isFirst: boolean;
  /** −log of its probability, in nats. */
  loss: number;
  /** Whether the highest score is that of a move that the rules forbid. */
  isIllegal: boolean;
  /** The probability of all moves that the rules forbid. */
  illegalMass: number;
}

/**
 * @param logits those of one position from `first` on
 * @param legal [A] 1 where a move is legal
 */
export function judgePolicy(logits: Float32Array, first: number, legal: Uint8Array, action: number): Judged {
  const numActions = legal.length;
  let best = 0;
  for (let i = 1; i < numActions; i++) if (logits[first + i] > logits[first + best]) best = i;
  let sum = 0;
  let illegal = 0;
  for (let i = 0; i < numActions; i++) {
    const weight = Math.exp(logits[first + i] - logits[first + best]);
    sum += weight;
    if (legal[i] === 0) illegal += weight;
  }
  return {
    isFirst: best === action,
    loss: Math.log(sum) + logits[first + best] - logits[first + action],
    isIllegal: legal[best] === 0,
    illegalMass: illegal / sum,
  };
}

/** What is told of many judged moves: `HeldMetric` has the names. */
export class JudgedMoves {
  private count = 0;
  private hits = 0;
  private loss = 0;
  private illegal = 0;
  private illegalMass = 0;

  add({ isFirst, loss, isIllegal, illegalMass }: Judged): void {
    this.count++;
    this.hits += isFirst ? 1 : 0;
    this.loss += loss;
    this.illegal += isIllegal ? 1 : 0;
    this.illegalMass += illegalMass;
  }

  /** Nothing where no move was judged. */
  report(): {
    heldAccuracy?: number;
    heldPolicyLoss?: number;
    heldIllegal?: number;
    heldIllegalMass?: number;
  } {
    const { count } = this;
    if (count === 0) return {};
    return {
      heldAccuracy: this.hits / count,
      heldPolicyLoss: this.loss / count,
      heldIllegal: this.illegal / count,
      heldIllegalMass: this.illegalMass / count,
    };
  }
}

/** Returns of several steps (Sutton 1988; in DQN: Hessel et al. 2018, "Rainbow", equation 1). */

/** What a return is made of; rows of one track are `tracks` apart. A row that is final is no step, but the last observation of a cut episode. */
export interface RewardLog {
  readonly tracks: number;
  rewardOf(row: number): number;
  isTerminated(row: number): boolean;
  isFinal(row: number): boolean;
}

/** Where `nStepReturn` writes. */
export interface NStepReturn {
  /** Σ γ^i r over the steps taken. */
  reward: number;
  /** γ to the number of steps, or 0 where the episode ended. */
  discount: number;
  /** The row whose observation follows. Of no meaning where `discount` is 0. */
  next: number;
}

/**
 * The return of up to `numSteps` steps from a row that is not final. It ends earlier where the episode does: with discount 0
 * at its own end; with γ to the number of steps and the last observation where it was cut (Pardo et al. 2018, "Time limits
 * in reinforcement learning", section 3.2). Allocates nothing.
 */
export function nStepReturn(
  log: RewardLog,
  row: number,
  numSteps: number,
  gamma: number,
  out: NStepReturn,
): void {
  let reward = 0;
  let discount = 1;
  let at = row;
  for (let i = 0; i < numSteps && !log.isFinal(at); i++) {
    reward += discount * log.rewardOf(at);
    discount *= gamma;
    if (log.isTerminated(at)) {
      discount = 0;
      break;
    }
    at += log.tracks;
  }
  out.reward = reward;
  out.discount = discount;
  out.next = at;
}

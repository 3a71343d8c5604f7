/** Returns of several steps (Sutton 1988; in DQN: Hessel et al. 2018, "Rainbow", equation 1). */

/** What a return is made of; rows of one track are `tracks` apart. */
export interface RewardLog {
  readonly tracks: number;
  rewardOf(row: number): number;
  isTerminated(row: number): boolean;
  isTruncated(row: number): boolean;
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
 * The return of up to `numSteps` steps from a row that is not truncated. It ends earlier where the episode does: with
 * discount 0 at its own end; at the last observation that is stored where it was cut, so that this counts no reward
 * whose next observation is unknown. Allocates nothing.
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
  for (let i = 0; i < numSteps && !log.isTruncated(at); i++) {
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

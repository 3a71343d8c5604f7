/**
 * A family of policies from exploiting to exploring (Badia et al. 2020, "Never give up", section 3 and appendix A;
 * "Agent57", section 3): policy j adds β_j times the intrinsic reward and discounts by γ_j.
 */

/** One entry for each policy. */
export interface PolicyFamily {
  /** β_j; 0 for policy 0. */
  readonly bonus: readonly number[];
  /** γ_j, from the largest (policy 0) to the smallest. */
  readonly gamma: readonly number[];
}

/** The family between its first policy, which exploits, and its last one. */
export function policyFamily(options: {
  /** How many. */
  policies: number;
  /** β of the last policy. */
  bonusScale: number;
  /** γ of the first policy. */
  gamma: number;
  /** γ of the last policy. */
  gammaMin: number;
}): PolicyFamily {
  const { policies: count, bonusScale, gamma, gammaMin } = options;
  const last = Math.max(1, count - 1);
  return {
    bonus: Array.from({ length: count }, (_, j) => {
      if (j === 0) return 0;
      if (j === last) return bonusScale;
      return bonusScale / (1 + Math.exp(-(10 * (2 * j - (count - 2))) / (count - 2)));
    }),
    // Evenly spaced in log(1 − γ).
    gamma: Array.from({ length: count }, (_, j) => {
      const logs = ((last - j) * Math.log(1 - gamma) + j * Math.log(1 - gammaMin)) / last;
      return 1 - Math.exp(logs);
    }),
  };
}

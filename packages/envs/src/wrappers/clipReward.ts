/** Rewards as signs (Mnih et al. 2015), for training. */
import type { Action, StepResult } from '../env.js';
import { Wrapper } from './wrapper.js';

/** Rewards of −1, 0 and 1: the sign of the reward inside. Returns no longer are the game's scores. */
export class ClipReward extends Wrapper {
  private readonly result: StepResult = { reward: 0, terminated: false, truncated: false };

  override step(action: Action): StepResult {
    const { reward, terminated, truncated } = this.inner.step(action);
    this.result.reward = Math.sign(reward);
    this.result.terminated = terminated;
    this.result.truncated = truncated;
    return this.result;
  }
}

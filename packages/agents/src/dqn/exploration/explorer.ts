/** What makes an agent explore on purpose: each episode has a policy that a bandit chose, each step a novelty. */
import { RandomStream, type Json, type RandomState } from '@agon/core';
import { hashWithAction, type ReplayRing } from '../../replay/ring.js';
import { SlidingWindowBandit, type Pull } from './bandit.js';
import { EpisodicCounts, LifelongCounts } from './novelty.js';
import type { PolicyFamily } from './policyFamily.js';

interface SavedExplorer {
  rng: RandomState;
  pulls: Pull[];
  policies: number[];
  episodes: [number, number][][];
}

/** For N environments. A row of the ring keeps its episodic novelty as its one extra float. */
export class Explorer {
  readonly family: PolicyFamily;
  readonly counts = new LifelongCounts();
  private readonly bandit: SlidingWindowBandit;
  private readonly rng: RandomStream;
  private readonly episodes: readonly EpisodicCounts[];
  /** [N] The policy of each environment's episode: what the network acts for. */
  private readonly policies: Int32Array;
  private readonly extra = new Float32Array(1);

  constructor(family: PolicyFamily, policies: Int32Array, seed: string) {
    this.family = family;
    this.policies = policies;
    this.bandit = new SlidingWindowBandit(family.bonus.length);
    this.rng = new RandomStream(`${seed} / policies`);
    this.episodes = Array.from(policies, () => new EpisodicCounts());
  }

  /** Begins the first episode of every environment. */
  start(): void {
    for (let i = 0; i < this.policies.length; i++) this.policies[i] = this.bandit.choose(this.rng);
  }

  /**
   * Adds to environment i's action values `q` [N, A] what its policy expects of trying each action once more: β_j times the
   * life-long novelty. A network gives no more than it has seen to an action that was never taken here, so that without
   * this only chance would try it (Rashid et al. 2020, "Optimistic exploration even with a pessimistic initialisation").
   */
  encourage(i: number, ring: ReplayRing, observation: Uint8Array | Float32Array, q: Float32Array): void {
    const scale = this.family.bonus[this.policies[i]];
    if (scale === 0) return;
    const numActions = q.length / this.policies.length;
    const hash = ring.hashOf(observation);
    for (let action = 0; action < numActions; action++)
      q[i * numActions + action] += scale * this.counts.novelty(hashWithAction(hash, action));
  }

  /** Environment i has made the step that is the newest row of the ring. */
  stepped(i: number, ring: ReplayRing): void {
    const row = ring.end - 1;
    const hash = ring.hash(row);
    this.counts.add(hash);
    this.extra[0] = this.episodes[i].add(hash);
    ring.setExtras(row, this.extra, 0);
  }

  /** Environment i's episode is over, and its next one begins. */
  ended(i: number, episodeReturn: number): void {
    this.bandit.update(this.policies[i], episodeReturn);
    this.episodes[i].begin();
    this.policies[i] = this.bandit.choose(this.rng);
  }

  /** A row's intrinsic reward: its episodic novelty then times its life-long novelty now. */
  bonus(ring: ReplayRing, row: number): number {
    ring.extrasInto(this.extra, 0, row);
    return this.extra[0] * this.counts.novelty(ring.hash(row));
  }

  save(): Json {
    const saved: SavedExplorer = {
      rng: this.rng.save(),
      pulls: this.bandit.save(),
      policies: [...this.policies],
      episodes: this.episodes.map((counts) => counts.save()),
    };
    return saved as unknown as Json;
  }

  load(state: Json): void {
    const saved = state as unknown as SavedExplorer;
    this.rng.restore(saved.rng);
    this.bandit.load(saved.pulls);
    this.policies.set(saved.policies);
    this.episodes.forEach((counts, i) => counts.load(saved.episodes[i]));
  }
}

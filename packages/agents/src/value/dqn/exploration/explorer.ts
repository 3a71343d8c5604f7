/** What makes an agent explore on purpose: each episode has a policy that a bandit chose, each step a novelty. */
import { integers, randomState, RandomStream, type Json, type RandomState } from '@agon/core';
import { readState, requireLength } from '@agon/learning';
import * as v from 'valibot';
import { hashWithAction, type Rows } from '../../replay/rows.js';
import { SlidingWindowBandit, type Pull } from './bandit.js';
import { EpisodicCounts, type LifelongCounts } from './novelty.js';
import type { PolicyFamily } from './policyFamily.js';

/** Of an environment whose next episode has none yet. */
const NO_POLICY = -1;

interface SavedExplorer {
  rng: RandomState;
  pulls: Pull[];
  policies: number[];
  episodes: [number, number][][];
}

const savedSchema = v.object({
  rng: randomState,
  pulls: v.array(v.strictTuple([v.number(), v.number()])),
  policies: integers,
  episodes: v.array(v.array(v.strictTuple([v.number(), v.number()]))),
}) satisfies v.GenericSchema<unknown, SavedExplorer>;

/** For N environments of one thread. */
export class Explorer {
  /** [N] The episodic novelty of each environment's last step: what its row keeps as its one extra float. */
  readonly novelty: Float32Array;
  private readonly family: PolicyFamily;
  private readonly counts: LifelongCounts;
  private readonly rows: Rows;
  private readonly bandit: SlidingWindowBandit;
  private readonly rng: RandomStream;
  private readonly episodes: readonly EpisodicCounts[];
  /** [N] The policy of each environment's episode: what the network acts for. */
  private readonly policies: Int32Array;

  /**
   * @param counts read here; whoever keeps the steps counts them
   * @param rows rows such as the steps are kept in, which hash alike
   * @param stream names the stream of the bandit
   */
  constructor(
    family: PolicyFamily,
    policies: Int32Array,
    counts: LifelongCounts,
    rows: Rows,
    stream: string,
  ) {
    this.family = family;
    this.policies = policies;
    this.counts = counts;
    this.rows = rows;
    this.novelty = new Float32Array(policies.length);
    this.bandit = new SlidingWindowBandit(family.bonus.length);
    this.rng = new RandomStream(stream);
    this.episodes = Array.from(policies, () => new EpisodicCounts());
  }

  /** Begins the first episode of every environment. */
  start(): void {
    this.policies.fill(NO_POLICY);
    for (let i = 0; i < this.policies.length; i++) this.choose(i);
  }

  /**
   * Adds to environment i's action values `q` [N, A] what its policy hopes for from each action: of one that was never taken
   * here, the largest intrinsic return there can be, 1 / (1 − γ_j), times β_j, and with every try less, as 1 / (count + 1)². A
   * network knows nothing of what it has not seen, and gives such an action no more than others, so that without this only chance
   * would try it; with the novelty of a single step alone, the way to what is new is not worth it (Rashid et al. 2020, "Optimistic
   * exploration even with a pessimistic initialisation", its C / (N + 1)^M with M = 2; Brafman & Tennenholtz 2002, "R-max").
   */
  addBonus(i: number, observation: Uint8Array | Float32Array, q: Float32Array): void {
    const policy = this.policies[i];
    const hope = this.family.bonus[policy] / (1 - this.family.gamma[policy]);
    if (hope === 0) return;
    const numActions = q.length / this.policies.length;
    const hash = this.rows.hashOf(observation);
    for (let action = 0; action < numActions; action++)
      q[i * numActions + action] += hope * this.counts.untried(hashWithAction(hash, action));
  }

  /** Environment i has taken an action on what it saw. */
  stepped(i: number, observation: Uint8Array | Float32Array, action: number): void {
    this.novelty[i] = this.episodes[i].add(hashWithAction(this.rows.hashOf(observation), action));
  }

  /** Environment i's episode is over, and its next one begins. */
  ended(i: number, episodeReturn: number): void {
    this.bandit.update(this.policies[i], episodeReturn);
    this.episodes[i].begin();
    this.policies[i] = NO_POLICY;
    this.choose(i);
  }

  private choose(i: number): void {
    this.policies[i] = this.bandit.choose(this.rng, this.policies);
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

  /** @throws bad-checkpoint where the state is damaged, or of another number of environments */
  load(state: Json | undefined): void {
    const saved = readState(savedSchema, state, 'explorer');
    requireLength(saved.policies, 'explorer.policies', this.policies.length, 'environments');
    requireLength(saved.episodes, 'explorer.episodes', this.policies.length, 'environments');
    this.rng.restore(saved.rng);
    this.bandit.load(saved.pulls);
    this.policies.set(saved.policies);
    this.episodes.forEach((counts, i) => counts.load(saved.episodes[i]));
  }
}

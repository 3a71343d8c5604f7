/** The last stage: what the search gains at λ = 0 (value network), ½ and 1 (rollouts) over the bare policy network. */
import { RandomStream } from '@agon/core';
import type { Go, GoState } from '@agon/envs';
import type { MetricValues, StateArray } from '@agon/learning';
import { runSearches, Search } from '@agon/mcts';
import type { NetworkEvaluator } from '../board/networkEvaluator.js';
import { planesEvaluator } from '../imitation/planesEvaluator.js';
import type { AlphagoSettings } from './alphagoSettings.js';
import type { AlphagoWeights } from './alphagoWeights.js';
import { MixedEvaluator } from './mixedEvaluator.js';
import { RolloutPolicy } from './rolloutPolicy.js';
import { drawMove } from './sampledGames.js';
import type { Stage } from './stage.js';

/** The matches by the names of their numbers. */
const LAMBDAS = { lambda0: 0, lambdaHalf: 0.5, lambda1: 1 } as const;
const winRateOf = (match: string): string => `${match}WinRate`;
/** Moves of the policy at the start of a game that are drawn, so that games differ; later ones are its first choice. */
const DRAWN_MOVES = 8;
/** The temperature of a first choice. */
const COLD = 1e-3;

/** One step plays the matches, those at λ < 1 only where there is a value network; they change no weights. */
export class MatchStage implements Stage {
  readonly name = 'match';
  readonly result = Object.keys(LAMBDAS).map(winRateOf);
  readonly reportEvery = 1;
  private readonly game: Go;
  private readonly weights: AlphagoWeights;
  private readonly hasValue: boolean;
  private readonly settings: AlphagoSettings;
  private readonly seed: string;
  private results: Record<string, number> = {};

  /** @param hasValue whether the value network has learned anything */
  constructor(game: Go, weights: AlphagoWeights, hasValue: boolean, settings: AlphagoSettings, seed: string) {
    this.game = game;
    this.weights = weights;
    this.hasValue = hasValue;
    this.settings = settings;
    this.seed = seed;
  }

  async step(): Promise<void> {
    const { game, weights, settings } = this;
    const capacity = settings.matchGames;
    const policy = planesEvaluator(game, weights.policyNetwork, weights.policy, capacity);
    const value = planesEvaluator(game, weights.valueNetwork, weights.value, capacity);
    const bare = planesEvaluator(game, weights.policyNetwork, weights.policy, capacity);
    try {
      for (const [name, lambda] of Object.entries(LAMBDAS)) {
        if (lambda < 1 && !this.hasValue) continue;
        const rng = new RandomStream(`${this.seed} / match ${name}`);
        const rollout = new RolloutPolicy(game, weights.rollout);
        const mixed = new MixedEvaluator({ policy, value, rollout, lambda, rollouts: 1, rng });
        this.results[winRateOf(name)] = await this.match(mixed, bare, rng);
      }
    } finally {
      await policy.dispose();
      await value.dispose();
      await bare.dispose();
    }
  }

  /** The searching player's share of points against the bare policy, colours in turn. */
  private async match(mixed: MixedEvaluator, bare: NetworkEvaluator, rng: RandomStream): Promise<number> {
    const { game } = this;
    const { matchGames, matchVisits } = this.settings;
    const states: GoState[] = Array.from({ length: matchGames }, () => game.newInitialState());
    const searches = states.map(() => new Search(game, {}, rng));
    const scratch = new Float32Array(game.numActions);
    while (states.some((state) => !state.isTerminal)) {
      const open = states.map((_, index) => index).filter((index) => !states[index].isTerminal);
      const theirs = open.filter((index) => states[index].turn !== index % 2);
      theirs.forEach((index, slot) => bare.add(states[index], slot));
      if (theirs.length > 0) await bare.evaluate(theirs.length);
      theirs.forEach((index, slot) => {
        const temperature = states[index].history.length < DRAWN_MOVES ? 1 : COLD;
        states[index].applyAssumeLegal(drawMove(states[index], bare, slot, temperature, scratch, rng));
      });
      const ours = open.filter((index) => !states[index].isTerminal && states[index].turn === index % 2);
      for (const index of ours) searches[index].setRoot(states[index]);
      await runSearches(
        ours.map((index) => searches[index]),
        mixed,
        matchVisits,
      );
      for (const index of ours) states[index].applyAssumeLegal(searches[index].chooseAction(0, rng));
    }
    const scores = states.map((state, index) => (state.returns()[index % 2] + 1) / 2);
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  }

  report(): MetricValues {
    return {};
  }

  measure(): Promise<MetricValues> {
    return Promise.resolve(this.results);
  }

  save(): Record<string, StateArray> {
    return {};
  }

  load(): void {}

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

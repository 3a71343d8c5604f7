/** A policy and value network as a search's evaluator: positions in, logits and values out, in batches. */
import type { Parameters } from '@agon/engine';
import { observationSize, type Game, type State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import type { Network } from '@agon/nets';
import type { Territory } from '../agent.js';
import { programSize, SizedPrograms } from './sizedPrograms.js';

/**
 * Evaluates up to `capacity` positions at once. Programs have static shapes, so there is one for each size 1, 2, 3, 4, 6,
 * 8, 12, 16, … up to the capacity, compiled when first needed; a batch runs in the smallest that holds it, the rest is filler.
 * A position costs the same in all but the smallest ones. Values of one position may differ
 * in the last bits between programs. B = capacity, F = values of an observation, A = actions.
 */
export class NetworkEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  private readonly features: number;
  private readonly numActions: number;
  /** [B, F] and its rows */
  private readonly observations: Float32Array;
  private readonly rows: Float32Array[];
  private readonly answers: SizedPrograms;
  private readonly territories: SizedPrograms;

  constructor(game: Game, network: Network, parameters: Parameters, capacity: number) {
    this.capacity = capacity;
    this.answers = new SizedPrograms(network, parameters, ['policy', 'value']);
    this.territories = new SizedPrograms(network, parameters, ['ownership', 'score']);
    this.features = observationSize(game.observation);
    this.numActions = game.numActions;
    this.logits = new Float32Array(capacity * game.numActions);
    this.values = new Float32Array(capacity);
    this.observations = new Float32Array(capacity * this.features);
    this.rows = Array.from({ length: capacity }, (_, slot) =>
      this.observations.subarray(slot * this.features, (slot + 1) * this.features),
    );
  }

  add(state: State, slot: number): void {
    state.observe(this.rows[slot]);
  }

  async evaluate(count: number): Promise<void> {
    // The size depends on the count alone, never on what happens to be compiled: a resumed run computes the same values.
    const rows = Math.min(programSize(count), this.capacity);
    const program = await this.answers.of(rows);
    (program.inputs.observation as Float32Array).set(this.observations.subarray(0, count * this.features));
    await program.run();
    this.logits.set(program.outputs.policy.subarray(0, count * this.numActions));
    this.values.set(program.outputs.value.subarray(0, count));
  }

  /** What a network with territory heads expects of one position. */
  async territory(state: State): Promise<Territory> {
    const program = await this.territories.of(1);
    state.observe(program.inputs.observation as Float32Array);
    await program.run();
    const sign = state.currentPlayer === 0 ? 1 : -1;
    const { ownership, score } = program.outputs;
    return {
      ownership: Array.from(ownership, (owner) => sign * owner),
      lead: sign * score[0] * ownership.length,
    };
  }

  /** Takes new values of the parameters. */
  async refresh(): Promise<void> {
    await this.answers.refresh();
    await this.territories.refresh();
  }

  async dispose(): Promise<void> {
    await this.answers.dispose();
    await this.territories.dispose();
  }
}

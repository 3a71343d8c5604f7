/** A policy and value network as a search's evaluator: positions in, logits and values out, in batches. */
import { compile, type Parameters, type Program } from '@agon/engine';
import { observationSize, type Game, type State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import type { Network } from '@agon/nets';
import type { Territory } from '../agent.js';

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
  private readonly network: Network;
  private readonly parameters: Parameters;
  private readonly features: number;
  private readonly numActions: number;
  /** [B, F] and its rows */
  private readonly observations: Float32Array;
  private readonly rows: Float32Array[];
  /** By number of rows. */
  private readonly programs = new Map<number, Program>();
  /** Answers `territory`; compiled when first needed. */
  private territoryProgram: Program | undefined;

  constructor(game: Game, network: Network, parameters: Parameters, capacity: number) {
    this.capacity = capacity;
    this.network = network;
    this.parameters = parameters;
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
    const program = this.programs.get(rows) ?? (await this.compileFor(rows));
    (program.inputs.observation as Float32Array).set(this.observations.subarray(0, count * this.features));
    await program.run();
    this.logits.set(program.outputs.policy.subarray(0, count * this.numActions));
    this.values.set(program.outputs.value.subarray(0, count));
  }

  /** What a network with territory heads expects of one position. */
  async territory(state: State): Promise<Territory> {
    const program = (this.territoryProgram ??= await this.compile(1, ['ownership', 'score']));
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
    for (const program of this.allPrograms()) await program.refresh();
  }

  async dispose(): Promise<void> {
    const programs = this.allPrograms();
    this.programs.clear();
    this.territoryProgram = undefined;
    for (const program of programs) await program.dispose();
  }

  private allPrograms(): Program[] {
    return [...this.programs.values(), ...(this.territoryProgram ? [this.territoryProgram] : [])];
  }

  private async compileFor(rows: number): Promise<Program> {
    const program = await this.compile(rows, ['policy', 'value']);
    this.programs.set(rows, program);
    return program;
  }

  private compile(rows: number, outputs: readonly string[]): Promise<Program> {
    return compile(
      ({ observation }, parameters) => {
        const answers = this.network.apply(observation, parameters);
        return Object.fromEntries(outputs.map((name) => [name, answers[name]]));
      },
      {
        inputs: { observation: { shape: [rows, ...this.network.inputShape] } },
        parameters: this.parameters,
        threads: 1,
      },
    );
  }
}

/** The smallest of 1, 2, 3, 4, 6, 8, 12, 16, … that is at least `count`. */
export function programSize(count: number): number {
  const power = 2 ** Math.ceil(Math.log2(count));
  return count <= 0.75 * power && power > 2 ? 0.75 * power : power;
}

/** A policy and value network as a search's evaluator: positions in, logits and values out, in batches. */
import type { Parameters } from '@agon/engine';
import type { BoardSymmetry, Game, State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import type { Network } from '@agon/nets';
import type { Territory } from '../agent.js';
import { writerOf } from './shownGame.js';
import { programSize, SizedPrograms } from './sizedPrograms.js';
import { turnBoardInto } from './turnedBoard.js';

/** In this order symmetries are taken: the identity, half a turn, a mirror, … so that few of them differ much. */
const ORDER = [0, 2, 4, 6, 1, 3, 5, 7];

/**
 * Evaluates up to `capacity` positions at once. Programs have static shapes, so there is one for each size 1, 2, 3, 4, 6,
 * 8, 12, 16, … up to the capacity, compiled when first needed; a batch runs in the smallest that holds it, the rest is filler.
 * A position costs the same in all but the smallest ones. Values of one position may differ
 * in the last bits between programs. A head that the network lacks answers 0.
 * B = capacity, S = symmetries, F = values of an observation, C = cells, A = actions.
 */
export class NetworkEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  private readonly features: number;
  private readonly numActions: number;
  /** [S] Undefined for the position as it is, which is the first. */
  private readonly symmetries: readonly (BoardSymmetry | undefined)[];
  private readonly write: (state: State, out: Float32Array) => void;
  /** [B, S, F], and its rows by position. */
  private readonly observations: Float32Array;
  private readonly rows: readonly Float32Array[];
  private readonly answers: SizedPrograms;
  private readonly territories: SizedPrograms;

  /**
   * @param game as the network is shown it
   * @param symmetries views of the board, turned and mirrored, that each answer is the mean of; as many as the game has, at most
   */
  constructor(game: Game, network: Network, parameters: Parameters, capacity: number, symmetries = 1) {
    this.capacity = capacity;
    this.answers = new SizedPrograms(network, parameters, ['policy', 'value']);
    this.territories = new SizedPrograms(network, parameters, ['ownership', 'score']);
    this.numActions = game.numActions;
    this.write = writerOf(game);
    const all = game.symmetries ?? [];
    const turned = ORDER.filter((index) => index > 0 && index < all.length).map((index) => all[index]);
    this.symmetries = [undefined, ...turned.slice(0, symmetries - 1)];
    this.features = network.inputs.observation.shape.reduce((product, length) => product * length, 1);
    this.logits = new Float32Array(capacity * game.numActions);
    this.values = new Float32Array(capacity);
    const each = this.symmetries.length * this.features;
    this.observations = new Float32Array(capacity * each);
    this.rows = Array.from({ length: capacity }, (_, slot) =>
      this.observations.subarray(slot * each, (slot + 1) * each),
    );
  }

  add(state: State, slot: number): void {
    this.writeViews(state, this.rows[slot]);
  }

  /** Writes a position as each symmetry shows it, [S, F]. */
  private writeViews(state: State, out: Float32Array): void {
    const { features, symmetries } = this;
    const view = (index: number) => out.subarray(index * features, (index + 1) * features);
    const asItIs = symmetries.length === 1 ? out : view(0);
    this.write(state, asItIs);
    symmetries.forEach((symmetry, index) => {
      if (symmetry) turnBoardInto(view(index), asItIs, symmetry);
    });
  }

  async evaluate(count: number): Promise<void> {
    const { symmetries, features, numActions, logits, values, capacity } = this;
    const each = symmetries.length;
    // The size depends on the count alone, never on what happens to be compiled: a resumed run computes the same values.
    const program = await this.answers.of(Math.min(programSize(count * each), capacity * each));
    (program.inputs.observation as Float32Array).set(this.observations.subarray(0, count * each * features));
    await program.run();
    const { policy, value } = program.outputs as Record<string, Float32Array | undefined>;
    logits.fill(0, 0, count * numActions);
    values.fill(0, 0, count);
    for (let row = 0; row < count * each; row++) {
      const slot = Math.floor(row / each);
      if (value) values[slot] += value[row] / each;
      if (policy) this.addLogits(slot * numActions, policy, row * numActions, symmetries[row % each]);
    }
  }

  private addLogits(
    to: number,
    policy: Float32Array,
    from: number,
    symmetry: BoardSymmetry | undefined,
  ): void {
    const { logits, numActions } = this;
    const each = this.symmetries.length;
    for (let action = 0; action < numActions; action++)
      logits[to + action] += policy[from + (symmetry ? symmetry.actions[action] : action)] / each;
  }

  /** What a network with territory heads expects of one position. */
  async territory(state: State): Promise<Territory> {
    const each = this.symmetries.length;
    const program = await this.territories.of(each);
    this.writeViews(state, program.inputs.observation as Float32Array);
    await program.run();
    const numCells = program.outputs.ownership.length / each;
    const sign = state.currentPlayer === 0 ? 1 : -1;
    const ownership = new Array<number>(numCells).fill(0);
    let lead = 0;
    this.symmetries.forEach((symmetry, row) => {
      lead += (sign * numCells * program.outputs.score[row]) / each;
      for (let cell = 0; cell < numCells; cell++) {
        const turned = symmetry ? symmetry.cells[cell] : cell;
        ownership[cell] += (sign * program.outputs.ownership[row * numCells + turned]) / each;
      }
    });
    return { ownership, lead };
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

/** A network that reads Go's feature planes as a search's evaluator; answers are means over symmetries of the board. */
import type { Parameters } from '@agon/engine';
import type { Go, GoState, State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import type { Network } from '@agon/nets';
import type { Territory } from '../agent.js';
import { programSize, SizedPrograms } from '../alphazero/sizedPrograms.js';
import { GoPlanes } from './planes.js';

/** In this order symmetries are taken: the identity, half a turn, a mirror, … so that few of them differ much. */
const ORDER = [0, 2, 4, 6, 1, 3, 5, 7];

/** B = capacity, S = symmetries, C = cells, A = actions. A head that the network lacks answers 0. */
export class PlanesEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  private readonly planes: GoPlanes;
  private readonly numActions: number;
  private readonly symmetries: Go['symmetries'];
  /** [B, S, C, planes], and one position as it is. */
  private readonly observations: Float32Array;
  private readonly unturned: Float32Array;
  private readonly answers: SizedPrograms;
  private readonly territories: SizedPrograms;

  /** @param numSymmetries 1..8 */
  constructor(game: Go, network: Network, parameters: Parameters, capacity: number, numSymmetries = 1) {
    this.capacity = capacity;
    this.answers = new SizedPrograms(network, parameters, ['policy', 'value']);
    this.territories = new SizedPrograms(network, parameters, ['ownership', 'score']);
    this.planes = new GoPlanes(game);
    this.numActions = game.numActions;
    const turned = ORDER.filter((index) => index < game.symmetries.length).slice(0, numSymmetries);
    this.symmetries = turned.map((index) => game.symmetries[index]);
    const [height, width, planes] = this.planes.shape;
    this.unturned = new Float32Array(height * width * planes);
    this.observations = new Float32Array(capacity * turned.length * this.unturned.length);
    this.logits = new Float32Array(capacity * game.numActions);
    this.values = new Float32Array(capacity);
  }

  add(state: State, slot: number): void {
    this.writeViews(state, this.observations, slot * this.symmetries.length);
  }

  /** Writes a position as each symmetry shows it, from the given row of `into` on. */
  private writeViews(state: State, into: Float32Array, row: number): void {
    this.planes.write(state as GoState, this.unturned);
    const planes = this.planes.shape[2];
    this.symmetries.forEach(({ cells }, index) => {
      const start = (row + index) * this.unturned.length;
      for (let cell = 0; cell < cells.length; cell++) {
        const from = cell * planes;
        const to = start + cells[cell] * planes;
        for (let plane = 0; plane < planes; plane++) into[to + plane] = this.unturned[from + plane];
      }
    });
  }

  async evaluate(count: number): Promise<void> {
    const { symmetries, numActions, logits, values } = this;
    const each = symmetries.length;
    const rows = count * each === 1 ? 1 : Math.min(programSize(count * each), this.capacity * each);
    const program = await this.answers.of(rows);
    (program.inputs.observation as Float32Array).set(
      this.observations.subarray(0, count * each * this.unturned.length),
    );
    await program.run();
    const { policy, value } = program.outputs as Record<string, Float32Array | undefined>;
    logits.fill(0, 0, count * numActions);
    values.fill(0, 0, count);
    for (let row = 0; row < count * each; row++) {
      const slot = Math.floor(row / each);
      const { actions } = symmetries[row % each];
      if (value) values[slot] += value[row] / each;
      if (!policy) continue;
      for (let action = 0; action < numActions; action++)
        logits[slot * numActions + action] += policy[row * numActions + actions[action]] / each;
    }
  }

  /** What a network with territory heads expects of one position, the mean over the symmetries. */
  async territory(state: State): Promise<Territory> {
    const each = this.symmetries.length;
    const program = await this.territories.of(each);
    this.writeViews(state, program.inputs.observation as Float32Array, 0);
    await program.run();
    const numCells = this.symmetries[0].cells.length;
    const sign = state.currentPlayer === 0 ? 1 : -1;
    const ownership = new Array<number>(numCells).fill(0);
    let lead = 0;
    this.symmetries.forEach(({ cells }, row) => {
      lead += (sign * numCells * program.outputs.score[row]) / each;
      for (let cell = 0; cell < numCells; cell++)
        ownership[cell] += (sign * program.outputs.ownership[row * numCells + cells[cell]]) / each;
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

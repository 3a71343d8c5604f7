/** A network that reads Go's feature planes as a search's evaluator; answers are means over symmetries of the board. */
import { compile, type Parameters, type Program } from '@agon/engine';
import type { Go, GoState, State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import type { Network } from '@agon/nets';
import { programSize } from '../alphazero/networkEvaluator.js';
import { GoPlanes } from './planes.js';

/** What a search asks for. */
const HEADS = ['policy', 'value'];
/** In this order symmetries are taken: the identity, half a turn, a mirror, … so that few of them differ much. */
const ORDER = [0, 2, 4, 6, 1, 3, 5, 7];

/** B = capacity, S = symmetries, C = cells, A = actions. A head that the network lacks answers 0. */
export class PlanesEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  private readonly network: Network;
  private readonly parameters: Parameters;
  private readonly planes: GoPlanes;
  private readonly numActions: number;
  private readonly symmetries: Go['symmetries'];
  /** [B, S, C, planes], and one position as it is. */
  private readonly observations: Float32Array;
  private readonly unturned: Float32Array;
  /** By number of rows. */
  private readonly programs = new Map<number, Program>();

  /** @param numSymmetries 1..8 */
  constructor(game: Go, network: Network, parameters: Parameters, capacity: number, numSymmetries = 1) {
    this.capacity = capacity;
    this.network = network;
    this.parameters = parameters;
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
    this.planes.write(state as GoState, this.unturned);
    const planes = this.planes.shape[2];
    this.symmetries.forEach(({ cells }, index) => {
      const start = (slot * this.symmetries.length + index) * this.unturned.length;
      for (let cell = 0; cell < cells.length; cell++) {
        const from = cell * planes;
        const to = start + cells[cell] * planes;
        for (let plane = 0; plane < planes; plane++)
          this.observations[to + plane] = this.unturned[from + plane];
      }
    });
  }

  async evaluate(count: number): Promise<void> {
    const { symmetries, numActions, logits, values } = this;
    const each = symmetries.length;
    const rows = count * each === 1 ? 1 : Math.min(programSize(count * each), this.capacity * each);
    const program = this.programs.get(rows) ?? (await this.compileFor(rows));
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

  /** Takes new values of the parameters. */
  async refresh(): Promise<void> {
    for (const program of this.programs.values()) await program.refresh();
  }

  async dispose(): Promise<void> {
    const programs = [...this.programs.values()];
    this.programs.clear();
    for (const program of programs) await program.dispose();
  }

  private async compileFor(rows: number): Promise<Program> {
    const program = await compile(
      ({ observation }, parameters) => {
        const heads = this.network.apply(observation, parameters);
        return Object.fromEntries(HEADS.filter((head) => head in heads).map((head) => [head, heads[head]]));
      },
      {
        inputs: { observation: { shape: [rows, ...this.network.inputShape] } },
        parameters: this.parameters,
        threads: 1,
      },
    );
    this.programs.set(rows, program);
    return program;
  }
}

/** A network that chooses actions: the compiled program that says what each action is worth in several environments. */
import { compile, type ArrayMap, type Parameters, type Program } from '@agon/engine';
import type { ObservationSpace } from '@agon/envs';
import type { QNetwork } from '@agon/nets';
import type { InputArray } from '../../networkInput.js';
import type { ValueKind } from './losses/valueKind.js';
import type { NoiseTable } from './noise.js';
import { actingInputs, actingValues } from './valueNetwork.js';

/** N = environments that it acts for at once, A = actions, H = units of its LSTM. */
export class ActingNetwork {
  /** [N, …shape] What the environments show; write before `run`. */
  readonly seen: InputArray;
  /** [N, A] The expected returns after `run`. */
  readonly q: Float32Array;
  /** Of a recurrent network: write [N, 2 H] and [N] before `run`, read [N, 2 H] after it. */
  readonly memory?: {
    readonly state: Float32Array;
    readonly begins: Float32Array;
    readonly next: Float32Array;
  };
  /** [N] Of which policy, where there are several; write before `run`. */
  readonly policy?: Int32Array;
  private readonly program: Program;
  private readonly noise: NoiseTable | undefined;

  private constructor(network: QNetwork, program: Program, noise: NoiseTable | undefined) {
    this.program = program;
    this.noise = noise;
    const inputs: Partial<ArrayMap> = program.inputs;
    this.seen = inputs.observation as InputArray;
    this.q = program.outputs.q as Float32Array;
    this.policy = inputs.policy as Int32Array | undefined;
    if (network.head.lstm) {
      const { state, begins } = inputs as Record<string, Float32Array>;
      this.memory = { state, begins, next: program.outputs.nextState as Float32Array };
    }
  }

  /** @param parameters read at every run: what is written there acts from then on */
  static async create(
    network: QNetwork,
    kind: ValueKind,
    space: ObservationSpace,
    numEnvs: number,
    parameters: Parameters,
    noise: NoiseTable | undefined,
  ): Promise<ActingNetwork> {
    const program = await compile((inputs, values) => actingValues(network, kind, inputs, values), {
      inputs: actingInputs(network, space, numEnvs),
      parameters,
      weights: 'live',
      threads: 1,
    });
    return new ActingNetwork(network, program, noise);
  }

  /** Computes `q` for `seen`, with noise drawn anew. */
  run(): Promise<void> {
    this.noise?.fill(this.program.inputs.noise as Float32Array);
    return this.program.run();
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}

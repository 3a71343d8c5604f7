/** A network compiled for batches of several sizes. */
import { compile, type Parameters, type Program } from '@agon/engine';
import { batchOf, type Network } from '@agon/nets';

/** One program for each number of rows, compiled when first needed. */
export class SizedPrograms {
  private readonly network: Network;
  private readonly parameters: Parameters;
  private readonly heads: readonly string[];
  private readonly programs = new Map<number, Program>();

  /** @param heads what is asked of the network; those that it lacks are left out */
  constructor(network: Network, parameters: Parameters, heads: readonly string[]) {
    this.network = network;
    this.parameters = parameters;
    this.heads = heads;
  }

  /** The program that answers `heads` for so many rows of `observation`. */
  async of(rows: number): Promise<Program> {
    const known = this.programs.get(rows);
    if (known) return known;
    const program = await compile(
      (inputs, parameters) => {
        const answers = this.network.apply(inputs, parameters);
        const heads = this.heads.filter((head) => head in answers);
        return Object.fromEntries(heads.map((head) => [head, answers[head]]));
      },
      {
        inputs: batchOf(this.network, rows),
        parameters: this.parameters,
        threads: 1,
      },
    );
    this.programs.set(rows, program);
    return program;
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
}

/** The smallest of 1, 2, 3, 4, 6, 8, 12, 16, … that is at least `count`. */
export function programSize(count: number): number {
  const power = 2 ** Math.ceil(Math.log2(count));
  return count <= 0.75 * power && power > 2 ? 0.75 * power : power;
}

/** What a language Transformer says of rows, and where it looks. B = rows, L = length, V = vocabulary, d = length of a query. */
import { AgonError, RandomStream } from '@agon/core';
import { compile, Parameters, type Program } from '@agon/engine';
import { batchOf, makeNetwork, type Looking } from '@agon/nets';

/** What there is to read with. */
export interface ReaderPlan {
  /** A Transformer of kind language-model. */
  readonly network: string;
  readonly vocabulary: number;
  readonly length: number;
  readonly rows: number;
  readonly seed: string;
}

/** Where it looked. */
export interface Looked {
  /** [B, layers, heads, L, L] */
  readonly attention: Float32Array;
  /** [B, layers, heads, L, d] */
  readonly queries: Float32Array;
  readonly keys: Float32Array;
}

/** Reads with weights that were learned on texts of another length: of a table of positions, those that it has are taken. */
export class TransformerReader {
  /** Where a row's tokens are written: [B, L] */
  readonly tokens: Int32Array;
  readonly looking: Looking;
  private readonly plan: ReaderPlan;
  private readonly parameters: Parameters;
  private readonly saying: Program;
  private readonly seeing: Program;

  private constructor(
    plan: ReaderPlan,
    looking: Looking,
    parameters: Parameters,
    saying: Program,
    seeing: Program,
  ) {
    this.plan = plan;
    this.looking = looking;
    this.parameters = parameters;
    this.saying = saying;
    this.seeing = seeing;
    this.tokens = saying.inputs.tokens as Int32Array;
  }

  /** @throws unknown-net, bad-option; unsupported where the network has no heads of attention */
  static async create(plan: ReaderPlan): Promise<TransformerReader> {
    const { network: spec, vocabulary, length, rows, seed } = plan;
    const network = makeNetwork(spec, 'language-model', { length, vocabulary });
    const { looking } = network;
    if (!looking) throw new AgonError('unsupported', `${network.id} has no heads of attention; use a transformer.`); // prettier-ignore
    const parameters = new Parameters(network.parameters).initialise(new RandomStream(`${seed} / reader`));
    const options = { inputs: batchOf(network, rows), parameters, weights: 'live' } as const;
    const saying = await compile(network.apply, options);
    const seeing = await compile(looking.apply, options);
    return new TransformerReader(plan, looking, parameters, saying, seeing);
  }

  /** Takes what was learned. */
  take(learned: Parameters): void {
    for (const { name } of learned.specs) {
      const own = this.parameters.view(name);
      own.set(learned.view(name).subarray(0, own.length));
    }
  }

  /** [B, L] The likeliest token to say at each place of `tokens`. */
  async say(): Promise<Int32Array> {
    await this.saying.run();
    const { vocabulary } = this.plan;
    const logits = this.saying.outputs.logits as Float32Array;
    return Int32Array.from({ length: this.tokens.length }, (_, place) => {
      const own = logits.subarray(place * vocabulary, (place + 1) * vocabulary);
      return own.indexOf(Math.max(...own));
    });
  }

  /** Where it looks in `tokens`; what is returned is valid until the next call. */
  async look(): Promise<Looked> {
    (this.seeing.inputs.tokens as Int32Array).set(this.tokens);
    await this.seeing.run();
    const { attention, queries, keys } = this.seeing.outputs as Record<string, Float32Array>;
    return { attention, queries, keys };
  }

  async dispose(): Promise<void> {
    await this.saying.dispose();
    await this.seeing.dispose();
  }
}

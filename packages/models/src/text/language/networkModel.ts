/** A network as a language model. B = rows, L = length, V = vocabulary. */
import { AgonError } from '@agon/core';
import type { Tokeniser } from '@agon/data';
import { compile, type Parameters, type Program, type TensorMap } from '@agon/engine';
import { batchOf, makeNetwork, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import type { LanguageModel, TextWriter } from './languageModel.js';

/** Stretches that are measured at a time. */
const ROWS = 32;

/** @throws unknown-net; bad-option; unsupported */
export const networkFor = (
  spec: string,
  kind: 'language-model' | 'next-token',
  length: number,
  vocabulary: number,
): Network => makeNetwork(spec, kind, { length, vocabulary });

/** [B, L] −log probability of each target. @param logits [B, L, V] @param targets [B, L] */
export function surpriseOf(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const vocabulary = logits.shape[2] as number;
  const wanted = tf.oneHot(tf.cast(targets, 'int32'), vocabulary);
  return tf.neg(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 2));
}

export class NetworkModel implements LanguageModel {
  readonly tokeniser: Tokeniser;
  /** The network's. */
  readonly spec: string;
  readonly parameters: Parameters;
  private readonly length: number;
  private readonly network: Network;
  private measuring: Program | undefined;

  /** @param spec the network's @param length of the stretches that it was trained on @throws unknown-net, bad-option, unsupported */
  constructor(spec: string, length: number, tokeniser: Tokeniser, parameters: Parameters) {
    this.spec = spec;
    this.length = length;
    this.tokeniser = tokeniser;
    this.parameters = parameters;
    this.network = networkFor(spec, 'language-model', length, tokeniser.size);
  }

  get mostTokens(): number | undefined {
    return this.network.mostTokens;
  }

  /** After the parameters have changed. */
  async refresh(): Promise<void> {
    await this.measuring?.refresh();
  }

  /** @throws not-finite where its answers are no numbers */
  async surprise(tokens: Int32Array): Promise<number> {
    const { network, parameters, length } = this;
    const read = batchOf(network, ROWS);
    this.measuring ??= await compile(
      ({ targets, ...inputs }: TensorMap, values) => {
        const { logits, ...rest } = network.apply(inputs, values);
        return { ...rest, surprise: surpriseOf(logits, targets) };
      },
      { inputs: { ...read, targets: { shape: [ROWS, length], dtype: 'int32' } }, parameters },
    );
    const sum =
      'state' in read
        ? await this.carriedOn(this.measuring, tokens)
        : await this.inWindows(this.measuring, tokens);
    if (!Number.isFinite(sum))
      throw new AgonError('not-finite', 'the network answers with numbers that are not finite: its weights have diverged. Use an earlier checkpoint.'); // prettier-ignore
    return sum;
  }

  /** The text in as many parts as rows; each but the first begins with one stretch of the part before it, which only fills its state. */
  private async carriedOn(program: Program, tokens: Int32Array): Promise<number> {
    const { length } = this;
    const { state } = program.inputs as Record<string, Float32Array>;
    const predicted = tokens.length - 1;
    const part = Math.ceil(predicted / ROWS);
    state.fill(0);
    let sum = 0;
    for (let at = -length; at < part; at += length) {
      sum += await this.run(program, tokens, (row) => ({
        first: row * part + at,
        from: Math.max(0, -at),
        until: Math.min(length, part - at, predicted - row * part - at),
      }));
      state.set(program.outputs.nextState as Float32Array);
      // The first part has nothing before it.
      if (at < 0) state.fill(0, 0, state.length / ROWS);
    }
    return sum;
  }

  /** In windows half of which the one before has read already: each token but the first ones sees at least half a window before it. */
  private async inWindows(program: Program, tokens: Int32Array): Promise<number> {
    const { length } = this;
    const predicted = tokens.length - 1;
    const step = Math.max(1, length >> 1);
    const count = 1 + Math.max(0, Math.ceil((predicted - length) / step));
    let sum = 0;
    for (let first = 0; first < count; first += ROWS) {
      sum += await this.run(program, tokens, (row) => {
        const index = first + row;
        const start = index * step;
        const until = index < count ? Math.min(length, predicted - start) : 0;
        return { first: start, from: index === 0 ? 0 : length - step, until };
      });
    }
    return sum;
  }

  /**
   * One run.
   * @param place of each row: the place in the text of its first token, and which of its tokens count
   */
  private async run(
    program: Program,
    tokens: Int32Array,
    place: (row: number) => { first: number; from: number; until: number },
  ): Promise<number> {
    const { length } = this;
    const { tokens: read, targets } = program.inputs;
    for (let row = 0; row < ROWS; row++) {
      const { first } = place(row);
      for (let i = 0; i < length; i++) {
        read[row * length + i] = tokens[first + i] ?? 0;
        targets[row * length + i] = tokens[first + i + 1] ?? 0;
      }
    }
    await program.run();
    let sum = 0;
    for (let row = 0; row < ROWS; row++) {
      const { from, until } = place(row);
      for (let i = from; i < until; i++) sum += program.outputs.surprise[row * length + i];
    }
    return sum;
  }

  async writer(rows: number): Promise<TextWriter> {
    const network = networkFor(this.spec, 'next-token', this.length, this.tokeniser.size);
    const program = await compile(network.apply, {
      inputs: batchOf(network, rows),
      parameters: this.parameters,
    });
    const { token, state } = program.inputs as { token: Int32Array; state: Float32Array };
    const { logits, nextState } = program.outputs as Record<string, Float32Array>;
    const size = state.length / rows;
    return {
      async read(tokens) {
        token.set(tokens);
        await program.run();
        state.set(nextState);
        return logits;
      },
      copy(from) {
        const before = state.slice();
        from.forEach((row, to) => state.set(before.subarray(row * size, (row + 1) * size), to * size));
      },
      restart: () => void state.fill(0),
      dispose: () => program.dispose(),
    };
  }

  async dispose(): Promise<void> {
    await this.measuring?.dispose();
  }
}

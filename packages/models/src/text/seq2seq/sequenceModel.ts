/** A network that answers sequences. B = rows, S, T = lengths of source and target, V = words of the target. */
import { AgonError } from '@agon/core';
import { compile, type Parameters, type Program } from '@agon/engine';
import { batchOf, makeNetwork, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { surpriseOf } from '../language/networkModel.js';
import { bucketsOf, writeRow, type Lengths, type TokenPair, type Vocabularies } from './pairTokens.js';
import { BOUNDARY, PADDING } from './vocabulary.js';

/** Answers that are written at a time. */
const ROWS = 32;
/** Shapes that pairs are measured in. */
const SHAPES = 4;

/** @throws unknown-net; bad-option; unsupported where the network cannot read such lengths */
export const sequenceNetwork = (
  spec: string,
  vocabularies: Vocabularies,
  { source, target }: Lengths,
): Network =>
  makeNetwork(spec, 'sequence-to-sequence', {
    sourceLength: source,
    targetLength: target,
    sourceVocabulary: vocabularies.source.size,
    targetVocabulary: vocabularies.target.size,
  });

/** What is written for one source. */
export interface Answer {
  /** Without what ends it. */
  readonly tokens: Int32Array;
  /** Whether it ended before there was no more room. */
  readonly isEnded: boolean;
  /** The sum of −log probability of the first guess and its end, in nats. */
  readonly surprise: number;
}

/** A place in the batch. */
interface Slot {
  readonly index: number;
  /** What is read as the target, [T]. */
  guess: Int32Array;
  surprise: number | undefined;
}

export class SequenceModel {
  readonly vocabularies: Vocabularies;
  /** The longest that was learned from. */
  readonly longest: Lengths;
  private readonly spec: string;
  private readonly parameters: Parameters;
  private readonly programs = new Map<string, Program>();

  constructor(spec: string, vocabularies: Vocabularies, longest: Lengths, parameters: Parameters) {
    this.spec = spec;
    this.vocabularies = vocabularies;
    this.longest = longest;
    this.parameters = parameters;
  }

  /** After the parameters have changed. */
  async refresh(): Promise<void> {
    for (const program of this.programs.values()) await program.refresh();
  }

  /**
   * The likeliest word after each, for each source: what is written from left to right, found all at once. All places are guessed and
   * guessed anew until nothing changes (Jacobi's iteration: Song et al. 2021); place by place that is the same answer, whatever the first
   * guess, which here is each pair's target: where it is what the network writes, one pass shows it.
   * @returns in the order of the pairs @throws unsupported for lengths that the network cannot read; not-finite
   */
  async answer(pairs: readonly TokenPair[]): Promise<Answer[]> {
    const answers = new Array<Answer>(pairs.length);
    for (const { lengths, members } of bucketsOf(pairs, SHAPES)) {
      const program = await this.program(lengths, ROWS);
      await answerInto(answers, pairs, members, program, lengths);
    }
    return answers;
  }

  /** The answer to one source, at most so long. */
  async answerOne(source: Int32Array, most = this.longest.target): Promise<Answer> {
    const lengths = { source: Math.max(2, source.length), target: most };
    const answers: Answer[] = [];
    const program = await this.program(lengths, 1);
    await answerInto(answers, [{ source, target: new Int32Array(0) }], Int32Array.of(0), program, lengths);
    return answers[0];
  }

  /**
   * Where the network looks while it writes this target for this source.
   * @returns [target with its end, source], rows sum to 1; undefined for a network without attention
   */
  async alignment({ source, target }: TokenPair): Promise<Float32Array | undefined> {
    const lengths = { source: Math.max(2, source.length), target: target.length + 1 };
    const program = await this.program(lengths, 1);
    if (!('alignment' in program.outputs)) return undefined;
    writeRow(program.inputs.source, source);
    writeRow(program.inputs.target, target, BOUNDARY);
    await program.run();
    const weights = program.outputs.alignment as Float32Array;
    const rows = Array.from({ length: lengths.target }, (_, t) =>
      weights.slice(t * lengths.source, t * lengths.source + source.length),
    );
    return Float32Array.from(rows.flatMap((row) => [...row]));
  }

  /** The word that comes next at each place, [B, T], where the targets are read as given: for `teacherForcing`. */
  async nextWords(
    lengths: Lengths,
    rows: number,
    source: ArrayLike<number>,
    target: ArrayLike<number>,
  ): Promise<ArrayLike<number>> {
    // prettier-ignore
    const program = await this.program(lengths, rows);
    await program.refresh();
    program.inputs.source.set(source as Int32Array);
    program.inputs.target.set(target as Int32Array);
    await program.run();
    return program.outputs.best;
  }

  private async program(lengths: Lengths, rows: number): Promise<Program> {
    const key = `${rows} ${lengths.source} ${lengths.target}`;
    const known = this.programs.get(key);
    if (known) return known;
    const network = sequenceNetwork(this.spec, this.vocabularies, lengths);
    const { target } = batchOf(network, rows);
    const program = await compile(
      ({ wanted, ...inputs }, values) => {
        const { logits, ...more } = network.apply(inputs, values);
        const counts = tf.cast(tf.greater(wanted, 0), 'float32');
        // Padding is no answer.
        const words = tf.slice(logits, [0, 0, 1], [-1, -1, -1]);
        return {
          best: tf.add(tf.cast(tf.argMax(words, 2), 'float32'), 1),
          surprise: tf.sum(tf.mul(surpriseOf(logits, wanted), counts), 1),
          ...(rows === 1 && more),
        };
      },
      { inputs: { ...batchOf(network, rows), wanted: target }, parameters: this.parameters },
    );
    this.programs.set(key, program);
    return program;
  }

  async dispose(): Promise<void> {
    for (const program of this.programs.values()) await program.dispose();
  }
}

/** Answers the members of a bucket; whoever is done makes room for the next. */
async function answerInto(
  answers: Answer[],
  pairs: readonly TokenPair[],
  members: Int32Array,
  program: Program,
  lengths: Lengths,
): Promise<void> {
  const { source, target, wanted } = program.inputs;
  const { best, surprise } = program.outputs as Record<string, Float32Array>;
  const rows = surprise.length;
  const slots = new Array<Slot | undefined>(rows).fill(undefined);
  let next = 0;
  const rowOf = (array: typeof source, row: number, length: number) =>
    array.subarray(row * length, (row + 1) * length);
  for (;;) {
    for (let row = 0; row < rows; row++) {
      if (!slots[row] && next < members.length) {
        const index = members[next++];
        const guess = new Int32Array(lengths.target);
        writeRow(guess, pairs[index].target, BOUNDARY);
        slots[row] = { index, guess, surprise: undefined };
        writeRow(rowOf(source, row, lengths.source), pairs[index].source);
        const ended = rowOf(wanted, row, lengths.target);
        writeRow(ended, pairs[index].target);
        ended[pairs[index].target.length] = BOUNDARY;
      }
      const slot = slots[row];
      if (slot) rowOf(target, row, lengths.target).set(slot.guess);
    }
    if (slots.every((slot) => slot === undefined)) return;
    await program.run();
    for (let row = 0; row < rows; row++) {
      const slot = slots[row];
      if (!slot) continue;
      const words = rowOf(best, row, lengths.target);
      slot.surprise ??= surprise[row];
      if (!Number.isFinite(slot.surprise))
        throw new AgonError('not-finite', 'the network answers with numbers that are not finite: its weights have diverged. Use an earlier checkpoint.'); // prettier-ignore
      const end = words.indexOf(BOUNDARY);
      const length = end < 0 ? lengths.target : end;
      const guess = new Int32Array(lengths.target).fill(PADDING);
      guess[0] = BOUNDARY;
      for (let i = 0; i < length && i + 1 < guess.length; i++) guess[i + 1] = words[i];
      if (guess.every((token, i) => token === slot.guess[i])) {
        const tokens = Int32Array.from(words.subarray(0, length));
        answers[slot.index] = { tokens, isEnded: end >= 0, surprise: slot.surprise };
        slots[row] = undefined;
      } else slot.guess = guess;
    }
  }
}

/**
 * Skip-gram and continuous bag of words with negative sampling (Mikolov, Sutskever, Chen, Corrado & Dean 2013): a word's vector learns to
 * tell the words around it from others. V words, R rows of vectors (R = V without subwords), D dimensions.
 *
 * Unlike in word2vec.c an update is that of a whole window (Ji, Satish, Li & Dubey 2016): a centre's vector stands still while its contexts
 * are gone through, which share the words drawn beside them, each weighted so that they count as if they were drawn for each context anew; then
 * it moves by the sum of what they say. As in word2vec.c and fastText each of the rows whose mean is the hidden vector takes that step whole, not its share of it.
 */
import type { Rng } from '@agon/core';
import { VectorMemory, type Address, type Kernels } from '@agon/engine';
import type { Corpus } from './corpus.js';
import type { WordRows } from './subwords.js';

/** What learning from windows is told. */
export interface WindowSettings {
  readonly model: 'skip-gram' | 'cbow';
  /** Words on each side, at most: how many is drawn for each centre. */
  readonly window: number;
  /** Words drawn for each word that is there; the words around a centre share them. */
  readonly negatives: number;
  /** More frequent words than this share are left out at random; 0: none. */
  readonly subsampling: number;
}

/** Bits of a place in the table from which other words are drawn. */
const TABLE_BITS = 20;
/** Contexts of one centre share the words drawn beside them: as many as would be drawn for so many contexts. */
const DRAWN = 3;
/** Words are drawn by their frequency to this power. */
const FLATTENING = 0.75;

/** Which is which in the memory; room for the sums of one window lies behind them. */
const VECTORS = 0;
const CONTEXTS = 1;
const ALIGNMENT = 16;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

export class WindowLearner {
  /** [R, D] */
  readonly vectors: Float32Array;
  /** [V, D] What the hidden vector is compared with. */
  readonly contexts: Float32Array;
  private readonly corpus: Corpus;
  private readonly words: WordRows;
  private readonly settings: WindowSettings;
  private readonly kernels: Kernels;
  private readonly firstVector: Address;
  private readonly firstContext: Address;
  private readonly hidden: Address;
  private readonly step: Address;
  /** The hidden vector and the step, one behind the other. */
  private readonly sums: Float32Array;
  /** The length of a vector. */
  private readonly bytes: number;
  /** [V] The probability with which a word is kept. */
  private readonly keep: Float64Array;
  private readonly table: Int32Array;
  /** The words of a line that are kept. */
  private readonly line: Int32Array;
  /** The rows whose mean is the hidden vector, and the words that it is to tell from others. */
  private readonly rows: Int32Array;
  private readonly targets: Int32Array;
  /** State of the generator (xorshift32, Marsaglia 2003): never 0. */
  private random = 1;
  private lossSum = 0;
  private numTargets = 0;

  /** All vectors begin as zeros. @param numRows R @param dimensions D */
  constructor(
    corpus: Corpus,
    words: WordRows,
    settings: WindowSettings,
    numRows: number,
    dimensions: number,
  ) {
    this.corpus = corpus;
    this.words = words;
    this.settings = settings;
    this.bytes = dimensions * BYTES;
    const memory = new VectorMemory(numRows * dimensions, 2, 2 * (this.bytes + ALIGNMENT));
    this.kernels = memory.kernels;
    this.vectors = memory.view(VECTORS);
    this.contexts = memory.view(CONTEXTS, 0, corpus.words.length * dimensions);
    this.firstVector = memory.address(VECTORS);
    this.firstContext = memory.address(CONTEXTS);
    this.hidden = memory.take(this.bytes) as Address;
    this.step = memory.take(this.bytes) as Address;
    this.sums = memory.floatsAt(this.hidden, (this.step - this.hidden) / BYTES + dimensions);
    this.keep = keepOf(corpus.counts, settings.subsampling);
    this.table = tableOf(corpus.counts);
    this.line = new Int32Array(longest(corpus.lines));
    const most = longest(words.starts);
    this.rows = new Int32Array(settings.model === 'cbow' ? 2 * settings.window * most : most);
    this.targets = new Int32Array(2 * settings.window);
  }

  /** Small random vectors to begin with, as word2vec.c has them. */
  initialise(rng: Rng): void {
    const { vectors } = this;
    const dimensions = this.bytes / BYTES;
    for (let i = 0; i < vectors.length; i++) vectors[i] = (rng.uniform() - 0.5) / dimensions;
  }

  /** What is drawn from here on follows from this number. */
  seed(number: number): void {
    this.random = number | 0 || 1;
  }

  /** Mean loss of a word and the negatives beside it since the last call, nats; 0 where there was none. */
  takeLoss(): number {
    const { lossSum, numTargets } = this;
    this.lossSum = 0;
    this.numTargets = 0;
    return numTargets === 0 ? 0 : lossSum / numTargets;
  }

  /** Learns from one line of the corpus. */
  learn(line: number, rate: number): void {
    const { corpus, keep, line: kept, settings } = this;
    const { tokens, lines } = corpus;
    let length = 0;
    for (let i = lines[line]; i < lines[line + 1]; i++) {
      const word = tokens[i];
      if (this.next() / 2 ** 32 < keep[word]) kept[length++] = word;
    }
    const isSkipGram = settings.model === 'skip-gram';
    for (let centre = 0; centre < length; centre++) {
      const reach = 1 + (this.next() % settings.window);
      const first = Math.max(0, centre - reach);
      const last = Math.min(length - 1, centre + reach);
      if (first === last) continue;
      let numRows = isSkipGram ? this.addRows(kept[centre], 0) : 0;
      let numTargets = 0;
      for (let i = first; i <= last; i++) {
        if (i === centre) continue;
        if (isSkipGram) this.targets[numTargets++] = kept[i];
        else numRows = this.addRows(kept[i], numRows);
      }
      if (!isSkipGram) this.targets[numTargets++] = kept[centre];
      this.update(numRows, numTargets, rate);
    }
  }

  private addRows(word: number, count: number): number {
    const { rows, starts } = this.words;
    for (let i = starts[word]; i < starts[word + 1]; i++) this.rows[count++] = rows[i];
    return count;
  }

  /**
   * One step down the slope of −log σ(h·c) for each target's c, and of −log σ(−h·c), weighted, for each word that is drawn and is none
   * of them.
   */
  private update(numRows: number, numTargets: number, rate: number): void {
    const { kernels, firstVector, firstContext, rows, targets, hidden, step, sums, table, bytes } = this;
    const { negatives } = this.settings;
    const numDrawn = numTargets === 1 ? negatives : DRAWN * negatives;
    const drawnWeight = (numTargets * negatives) / numDrawn;
    let { random } = this;
    let loss = 0;
    sums.fill(0);
    for (let r = 0; r < numRows; r++)
      kernels.addScaled(hidden, firstVector + rows[r] * bytes, 1 / numRows, bytes);
    for (let n = 0; n < numTargets + numDrawn; n++) {
      const isThere = n < numTargets;
      let word = 0;
      if (isThere) word = targets[n];
      else {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        word = table[random >>> (32 - TABLE_BITS)];
        let t = 0;
        while (t < numTargets && targets[t] !== word) t++;
        if (t < numTargets) continue;
      }
      const row = firstContext + word * bytes;
      const dot = kernels.dot(hidden, row, bytes);
      // 1 / (1 + power) is the probability given to what is wrong.
      const power = Math.exp(isThere ? dot : -dot);
      const weight = isThere ? 1 : drawnWeight;
      loss += weight * Math.log1p(1 / power);
      kernels.pull(step, row, hidden, (isThere ? rate : -rate * weight) / (1 + power), bytes);
    }
    for (let r = 0; r < numRows; r++) kernels.addScaled(firstVector + rows[r] * bytes, step, 1, bytes);
    this.random = random;
    this.lossSum += loss;
    this.numTargets += numTargets;
  }

  /** 0 to 2³² − 1 */
  private next(): number {
    let { random } = this;
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    this.random = random;
    return random >>> 0;
  }
}

/** √(t/f) + t/f for words of frequency f, as word2vec.c has it. */
function keepOf(counts: Int32Array, subsampling: number): Float64Array {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(counts, (count) => {
    const share = (subsampling * all) / count;
    return subsampling === 0 ? 1 : Math.sqrt(share) + share;
  });
}

/** Each word as often as its frequency to the power of 3/4 says. */
function tableOf(counts: Int32Array): Int32Array {
  const table = new Int32Array(2 ** TABLE_BITS);
  const all = counts.reduce((sum, count) => sum + count ** FLATTENING, 0);
  let word = 0;
  let share = counts[0] ** FLATTENING / all;
  for (let i = 0; i < table.length; i++) {
    table[i] = word;
    if ((i + 1) / table.length > share && word < counts.length - 1)
      share += counts[++word] ** FLATTENING / all;
  }
  return table;
}

/** The longest of some stretches, at least 1. */
function longest(starts: Int32Array): number {
  let most = 1;
  for (let i = 1; i < starts.length; i++) most = Math.max(most, starts[i] - starts[i - 1]);
  return most;
}

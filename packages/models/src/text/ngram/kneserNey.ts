/**
 * An n-gram model with interpolated, modified Kneser–Ney smoothing (Chen & Goodman 1999, "An empirical study of smoothing techniques for
 * language modeling", section 3; Kneser & Ney 1995).
 */
import { NgramTable } from './ngramTable.js';

/** Three discounts: of n-grams seen once, twice, and more often. */
const DISCOUNTS = 3;

/** What one length of n-grams knows. A context is an (n − 1)-gram. */
interface Level {
  readonly table: NgramTable;
  /** Of each n-gram: how often it is there (the longest), or how many different tokens are in front of it (the others). */
  readonly counts: Int32Array;
  /** Of each context: the sum of its n-grams' counts. */
  readonly totals: Int32Array;
  /** Of each context: the weight of what the next shorter length says. */
  readonly backOffs: Float64Array;
  /** By count: 1, 2, 3 or more. */
  readonly discounts: readonly number[];
}

/** Tokens' probabilities after the tokens before them. */
export class KneserNey {
  readonly order: number;
  readonly numTokens: number;
  private readonly levels: readonly Level[];
  /** Of the place that `look` was at: the number of its context of each length. */
  private readonly contexts: Int32Array;

  private constructor(levels: readonly Level[], numTokens: number) {
    this.levels = levels;
    this.order = levels.length;
    this.numTokens = numTokens;
    this.contexts = new Int32Array(levels.length);
  }

  /**
   * Counts a text.
   * @param tokens each 0 to `numTokens` − 1
   * @param order the longest n-grams, 1 or more: the tokens that are seen at once, the next one counted
   */
  static count(tokens: ArrayLike<number>, numTokens: number, order: number): KneserNey {
    const tables = Array.from({ length: order }, () => new NgramTable());
    const contexts = tables.map((): number[] => []);
    /** The n-gram that the text begins with, which has nothing in front of it. */
    const first: number[] = [];
    const longest: number[] = [];
    /** The n-grams that end before the present token; the 0-gram is number 0. */
    let before = [0];
    for (let place = 0; place < tokens.length; place++) {
      const ending = [0];
      for (let n = 1; n <= Math.min(order, place + 1); n++) {
        const table = tables[n - 1];
        const id = table.add(ending[n - 1], tokens[place - n + 1]);
        ending.push(id);
        contexts[n - 1][id] = before[n - 1];
        if (place === n - 1) first[n - 1] = id;
        if (n === order) longest[id] = (longest[id] ?? 0) + 1;
      }
      before = ending;
    }
    let counts = Int32Array.from(longest);
    const levels: Level[] = [];
    for (let n = order; n >= 1; n--) {
      const numContexts = n === 1 ? 1 : tables[n - 2].size;
      levels.unshift(levelOf(tables[n - 1], counts, contexts[n - 1], numContexts));
      if (n > 1) counts = continuations(tables[n - 1], tables[n - 2].size, first[n - 2]);
    }
    return new KneserNey(levels, numTokens);
  }

  /**
   * The probability of a token after those before it (Chen & Goodman 1999, equation 12, down to equal shares).
   * @param place its place in `tokens`; only the `order` − 1 before it are looked at
   */
  probability(tokens: ArrayLike<number>, place: number): number {
    return this.probabilityOf(tokens[place], tokens, place, this.look(tokens, place));
  }

  /**
   * The probabilities of every token after those that end before `place`, which add up to 1.
   * @param into [numTokens]
   */
  distribution(tokens: ArrayLike<number>, place: number, into: Float32Array): Float32Array {
    const known = this.look(tokens, place);
    for (let token = 0; token < this.numTokens; token++) {
      into[token] = this.probabilityOf(token, tokens, place, known);
    }
    return into;
  }

  /** The mean of −log probability over the tokens from `from` on, in nats. */
  crossEntropy(tokens: ArrayLike<number>, from = 0): number {
    let sum = 0;
    for (let place = from; place < tokens.length; place++) sum -= Math.log(this.probability(tokens, place));
    return sum / (tokens.length - from);
  }

  /** Finds the contexts of a place: the 0-gram, the last token, the last two, … as long as they are known. @returns how many there are */
  private look(tokens: ArrayLike<number>, place: number): number {
    const { contexts, levels } = this;
    contexts[0] = 0;
    if (levels[0].totals[0] === 0) return 0;
    for (let n = 1; n < Math.min(this.order, place + 1); n++) {
      contexts[n] = levels[n - 1].table.find(contexts[n - 1], tokens[place - n]);
      if (contexts[n] < 0 || levels[n].totals[contexts[n]] === 0) return n;
    }
    return Math.min(this.order, place + 1);
  }

  /** Of a token at a place that `look` was at. */
  private probabilityOf(token: number, tokens: ArrayLike<number>, place: number, known: number): number {
    let probability = 1 / this.numTokens;
    let id = 0;
    for (let n = 1; n <= known; n++) {
      const { table, counts, totals, backOffs, discounts } = this.levels[n - 1];
      const context = this.contexts[n - 1];
      if (id >= 0) id = table.find(id, n === 1 ? token : tokens[place - n + 1]);
      const count = id < 0 ? 0 : counts[id];
      const kept = count === 0 ? 0 : count - discounts[Math.min(count, DISCOUNTS) - 1];
      probability = kept / totals[context] + backOffs[context] * probability;
    }
    return probability;
  }
}

/** How many different tokens are in front of each of the shorter n-grams; where the text begins with one, its beginning counts too. */
function continuations(
  longer: NgramTable,
  numShorter: number,
  first: number | undefined,
): Int32Array<ArrayBuffer> {
  const counts = new Int32Array(numShorter);
  for (let id = 0; id < longer.size; id++) counts[longer.suffixes[id]]++;
  if (first !== undefined) counts[first]++;
  return counts;
}

function levelOf(
  table: NgramTable,
  counts: Int32Array,
  contextOf: readonly number[],
  numContexts: number,
): Level {
  const discounts = discountsOf(counts);
  const totals = new Int32Array(numContexts);
  const held = new Float64Array(numContexts);
  for (let id = 0; id < counts.length; id++) {
    if (counts[id] === 0) continue;
    totals[contextOf[id]] += counts[id];
    held[contextOf[id]] += discounts[Math.min(counts[id], DISCOUNTS) - 1];
  }
  const backOffs = held.map((discounted, context) =>
    totals[context] === 0 ? 1 : discounted / totals[context],
  );
  return { table, counts, totals, backOffs, discounts };
}

/** From the counts of counts (Chen & Goodman 1999, equation 17); what a small text has too few counts for is Kneser and Ney's one, or a half. */
function discountsOf(counts: Int32Array): number[] {
  const seen = new Array<number>(DISCOUNTS + 2).fill(0);
  for (const count of counts) if (count < seen.length) seen[count]++;
  const one = seen[1] > 0 && seen[2] > 0 ? seen[1] / (seen[1] + 2 * seen[2]) : 0.5;
  return Array.from({ length: DISCOUNTS }, (_, i) => {
    const count = i + 1;
    const discount = seen[count] > 0 ? count - (count + 1) * one * (seen[count + 1] / seen[count]) : one;
    return discount > 0 && discount < count ? discount : one;
  });
}

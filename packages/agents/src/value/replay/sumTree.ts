/** The sum tree of prioritised replay (Schaul et al. 2016, appendix B.2.1). */
import { AgonError } from '@agon/core';

/** So that priorities are one array, and one file of a state. */
const MAX_CAPACITY = 2 ** 27;

/** Leaves of a tree with so many slots. */
function leavesOf(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(capacity));
}

/** Bytes of such a tree. */
export function sumTreeBytes(capacity: number): number {
  return 2 * leavesOf(capacity) * Float64Array.BYTES_PER_ELEMENT;
}

/**
 * Non-negative weights of `capacity` slots, and draws in proportion to them, each in log₂ steps. Sums are recomputed from
 * below, never corrected by differences, so that they depend on the weights alone and not on their history.
 */
export class SumTree {
  readonly capacity: number;
  /** [2 · numLeaves] Node 1 is the root, the children of node i are 2 i and 2 i + 1, slot s is node numLeaves + s. */
  private readonly sums: Float64Array;
  private readonly numLeaves: number;

  /** @throws bad-option for more slots than it can hold */
  constructor(capacity: number) {
    if (capacity > MAX_CAPACITY) {
      throw new AgonError(
        'bad-option',
        `prioritised replay of ${capacity} rows was asked for; it holds at most ${MAX_CAPACITY}. Set a smaller buffer, or priorityExponent=0.`,
      );
    }
    this.capacity = capacity;
    this.numLeaves = leavesOf(capacity);
    this.sums = new Float64Array(2 * this.numLeaves);
  }

  /** The sum of all weights. */
  get total(): number {
    return this.sums[1];
  }

  /** The weight of a slot; 0 where none was set. */
  get(slot: number): number {
    return this.sums[this.numLeaves + slot];
  }

  /** Gives a slot its weight. Allocates nothing. */
  set(slot: number, weight: number): void {
    const { sums } = this;
    let node = this.numLeaves + slot;
    sums[node] = weight;
    for (node >>= 1; node > 0; node >>= 1) sums[node] = sums[2 * node] + sums[2 * node + 1];
  }

  /** The slot s with sum(0..s−1) ≤ x < sum(0..s), for x in [0, total). Never one of weight 0, if the total is above 0. */
  find(x: number): number {
    const { sums, numLeaves } = this;
    let node = 1;
    let left = x;
    while (node < numLeaves) {
      node *= 2;
      // Rounding can leave `left` at or above the sum of both: go where there is weight.
      if (left >= sums[node] && sums[node + 1] > 0) {
        left -= sums[node];
        node++;
      } else if (sums[node] === 0) node++;
    }
    return node - numLeaves;
  }

  /** [capacity] The weights, copied. */
  save(): Float64Array {
    return this.sums.slice(this.numLeaves, this.numLeaves + this.capacity);
  }

  /** Takes back what `save` gave, [capacity]; the sums above are made anew. */
  load(weights: Float64Array): void {
    const { sums, numLeaves } = this;
    sums.set(weights, numLeaves);
    for (let node = numLeaves - 1; node > 0; node--) sums[node] = sums[2 * node] + sums[2 * node + 1];
  }
}

/** Which rows of a replay buffer an update learns from: all alike, or by priority (Schaul et al. 2016). */
import { AgonError, type Rng } from '@agon/core';
import { checkFinite } from '@agon/engine';
import type { StateArray } from '@agon/learning';
import type { ReplayRing } from './ring.js';
import { SumTree } from './sumTree.js';

/** Chooses rows that a learner may start from. B = batch. */
export interface Sampler {
  /** To be called after each row that was pushed into the ring. */
  pushed(): void;
  /** Fills `rows` [B], with replacement. @throws internal where there is nothing to sample */
  drawInto(rows: Float64Array, rng: Rng): void;
  /** Fills `weights` [B] for the rows last drawn: what makes up for drawing some more often; `exponent` is β of the paper. */
  weightsInto(weights: Float32Array, exponent: number): void;
  /** Gives the rows last drawn new priorities. */
  update(rows: Float64Array, priorities: Float32Array): void;
  save(): Float64Array | undefined;
  /** @throws bad-checkpoint where it does not fit */
  load(saved: StateArray | undefined): void;
}

/** Uniformly: one draw each, and one more for each draw that falls on a row that is no step. */
export class UniformSampler implements Sampler {
  private readonly ring: ReplayRing;

  constructor(ring: ReplayRing) {
    this.ring = ring;
  }

  pushed(): void {}

  drawInto(rows: Float64Array, rng: Rng): void {
    const { ring } = this;
    if (ring.size <= 0) throw nothing();
    const { startsBegin } = ring;
    const span = ring.startsEnd - startsBegin;
    for (let i = 0; i < rows.length; i++) {
      do rows[i] = startsBegin + rng.int(span);
      while (ring.isFinal(rows[i]));
    }
  }

  weightsInto(weights: Float32Array): void {
    weights.fill(1);
  }

  update(): void {}

  save(): undefined {
    return undefined;
  }

  load(): void {}
}

/** Keeps every row's chance above 0. */
const LEAST = 1e-6;

/**
 * In proportion to (priority + 1e-6)^exponent (equation 1, the proportional variant), one draw in each of B equal parts
 * of the total. A new row has the largest of these that was seen so far.
 */
export class PrioritisedSampler implements Sampler {
  private readonly ring: ReplayRing;
  private readonly tree: SumTree;
  private readonly exponent: number;
  /** [B] Chances of the rows last drawn. */
  private chances = new Float64Array(0);
  private largest = 1;
  /** Rows before this one have chance 0. */
  private begin = 0;

  /** @param exponent α of the paper */
  constructor(ring: ReplayRing, exponent: number) {
    this.ring = ring;
    this.exponent = exponent;
    this.tree = new SumTree(ring.capacity);
  }

  /** Rows that can no longer be learned from leave, the one that can be learned from now enters. */
  pushed(): void {
    const { ring, tree } = this;
    while (this.begin < ring.startsBegin) tree.set(this.begin++ % ring.capacity, 0);
    const row = ring.startsEnd - 1;
    if (row >= ring.startsBegin && !ring.isFinal(row)) tree.set(row % ring.capacity, this.largest);
  }

  drawInto(rows: Float64Array, rng: Rng): void {
    const { ring, tree } = this;
    if (tree.total <= 0) throw nothing();
    if (this.chances.length !== rows.length) this.chances = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const slot = tree.find(((i + rng.uniform()) / rows.length) * tree.total);
      this.chances[i] = tree.get(slot) / tree.total;
      // The row of the log in that slot: the newest one at or before the end.
      const newest = ring.end - 1;
      rows[i] = newest - ((((newest - slot) % ring.capacity) + ring.capacity) % ring.capacity);
    }
  }

  /** (size · chance)^−β, divided by the largest in the batch (section 3.4). */
  weightsInto(weights: Float32Array, exponent: number): void {
    const { size } = this.ring;
    let largest = 0;
    for (let i = 0; i < weights.length; i++) {
      weights[i] = (size * this.chances[i]) ** -exponent;
      if (weights[i] > largest) largest = weights[i];
    }
    for (let i = 0; i < weights.length; i++) weights[i] /= largest;
  }

  update(rows: Float64Array, priorities: Float32Array): void {
    for (let i = 0; i < rows.length; i++) {
      const raised = (priorities[i] + LEAST) ** this.exponent;
      this.tree.set(rows[i] % this.ring.capacity, raised);
      if (raised > this.largest) this.largest = raised;
    }
  }

  /** [capacity + 1] Priorities by slot, and the largest so far. */
  save(): Float64Array {
    const { capacity } = this.ring;
    const saved = new Float64Array(capacity + 1);
    saved.set(this.tree.save());
    saved[capacity] = this.largest;
    return saved;
  }

  load(saved: StateArray | undefined): void {
    const { capacity } = this.ring;
    if (!(saved instanceof Float64Array) || saved.length !== capacity + 1) {
      throw new AgonError(
        'bad-checkpoint',
        `prioritised replay needs ${capacity + 1} priorities, the state has ${saved?.length ?? 'none'}. Resume with the settings it was saved with.`,
      );
    }
    checkFinite(saved, 'the state\'s "priorities"');
    this.tree.load(saved.subarray(0, capacity));
    this.largest = saved[capacity];
    this.begin = this.ring.startsBegin;
  }
}

function nothing(): AgonError {
  return new AgonError('internal', 'the replay buffer has no transition to sample yet.');
}

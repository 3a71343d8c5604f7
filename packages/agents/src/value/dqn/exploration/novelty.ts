/**
 * The intrinsic reward of "Never give up" (Badia et al. 2020, section 2) in a small form: episodic novelty times life-long
 * novelty. Where that learns an embedding and compares it by nearest neighbours and by a distilled random network, this
 * counts exact observations together with the action taken there, by a hash, so that both are 1 / √count (their equation 2
 * for a kernel that knows equal and unequal only; Bellemare et al. 2016, "Unifying count-based exploration and intrinsic
 * motivation").
 */
import { takeArray, type SavedState } from '@agon/learning';

/** Hashes of 32 bits share this many counters, a power of 2. */
const COUNTERS = 1 << 18;

/** Counts of observations over the whole of a run. */
export class LifelongCounts {
  /** The bytes of all counters. */
  static readonly bytes = 4 * COUNTERS;
  /** [COUNTERS] */
  private readonly counts: Uint32Array;

  /** @param memory what the counters lie in, if it is not to be new */
  constructor(memory: ArrayBuffer = new ArrayBuffer(LifelongCounts.bytes)) {
    this.counts = new Uint32Array(memory);
  }

  /** Counts it. */
  add(hash: number): void {
    this.counts[hash & (COUNTERS - 1)]++;
  }

  /** 1 / √count, 1 for what was never seen. */
  novelty(hash: number): number {
    return 1 / Math.sqrt(Math.max(1, this.counts[hash & (COUNTERS - 1)]));
  }

  /** 1 / (count + 1)², 1 for what was never seen and soon nothing. */
  untried(hash: number): number {
    return (this.counts[hash & (COUNTERS - 1)] + 1) ** -2;
  }

  save(): Uint32Array {
    return this.counts.slice();
  }

  /** Takes back what `save` gave, a state's array `name`. @throws bad-checkpoint where it does not fit */
  load(name: string, arrays: SavedState['arrays']): void {
    takeArray(this.counts, name, arrays);
  }

  /** Takes over what another one has counted. */
  copyFrom(other: LifelongCounts): void {
    this.counts.set(other.counts);
  }
}

/** Counts of observations in the present episode of one environment. */
export class EpisodicCounts {
  private readonly counts = new Map<number, number>();

  /** A new episode: nothing is counted yet. */
  begin(): void {
    this.counts.clear();
  }

  /** Counts it and returns 1 / √count. */
  add(hash: number): number {
    const count = (this.counts.get(hash) ?? 0) + 1;
    this.counts.set(hash, count);
    return 1 / Math.sqrt(count);
  }

  save(): [number, number][] {
    return [...this.counts];
  }

  load(saved: readonly [number, number][]): void {
    this.counts.clear();
    for (const [hash, count] of saved) this.counts.set(hash, count);
  }
}

/** One stage of AlphaGo's pipeline. */
import type { MetricValues, StateArray } from '@agon/learning';

/** Opened when its turn comes, and disposed of before the next one is opened. */
export interface Stage {
  /** Begins the names of its numbers: "policy", "rollout", … */
  readonly name: string;
  /** Those of its numbers that say what it has come to. */
  readonly result: readonly string[];
  /** Steps of the run between two reports. */
  readonly reportEvery: number;
  /** Steps of the run between two saved states, at most; of stages whose steps take long. */
  readonly saveEvery?: number;
  /** Does step `index` of the stage; what it does depends on settings, seed and index only, and on the steps before. */
  step(index: number): Promise<void>;
  /** Numbers since the last report. */
  report(): MetricValues;
  /** What the stage has reached, measured. */
  measure(): Promise<MetricValues>;
  /** What a resumed run needs besides the weights. */
  save(): Record<string, StateArray>;
  /** Goes on before step `index`. @throws bad-checkpoint where the arrays are damaged or of other settings */
  load(index: number, arrays: Readonly<Record<string, StateArray>>): void;
  dispose(): Promise<void>;
}

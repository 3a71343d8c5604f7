/**
 * Early stopping of adversarial training by one step ("fast" training): within a few hundred updates it may overfit to that step, and
 * longer attacks then find everything (Wong, Rice & Kolter 2020, section 5.4). Pictures that are not learned from are attacked now and
 * then: the weights that stood it best are kept, and training ends where a later accuracy is far below theirs.
 */
import { RandomStream, wholeNumber, type Json } from '@agon/core';
import type { PictureSplit } from '@agon/data';
import { Parameters } from '@agon/engine';
import { readState, takeParameters, type SavedState, type TrainEvent, type TrainState } from '@agon/learning';
import type { Network } from '@agon/nets';
import * as v from 'valibot';
import { accuracyUnderAttack } from './attacks/accuracyUnderAttack.js';
import { pgd } from './attacks/attacks.js';
import { classifierTarget } from './attacks/classifierTarget.js';
import type { AttackTarget } from './attacks/target.js';
import type { ClassifierMetric } from './classifier/metrics.js';
import type { Preprocessing } from './classifier/preprocessing.js';
import type { ClassifierSettings } from './classifier/settings.js';
import { percent } from '../percent.js';

/** Pictures that are attacked, how many at a time, and the steps of PGD from one random start. */
const PICTURES = 1_000;
const BATCH = 100;
const STEPS = 10;
/** Training ends where accuracy falls by so much below the best (the paper's code). */
const FALL = 0.2;

/** A measurement. */
const measuredSchema = v.object({ step: wholeNumber, accuracy: v.number() });
type Measured = v.InferOutput<typeof measuredSchema>;

/** In the JSON part of a state; both absent before the first measurement. */
export const savedHardeningSchema = v.object({
  best: v.optional(measuredSchema),
  last: v.optional(measuredSchema),
});

/** The name of the best weights among a state's arrays. */
const BEST = 'best';

/** Watches the averaged weights of one training. */
export class Hardening {
  /** The weights that stood attacks best; before the first measurement those that `follow` took over. */
  readonly parameters: Parameters;
  private readonly average: Parameters;
  private readonly target: AttackTarget;
  private readonly split: PictureSplit;
  private readonly settings: ClassifierSettings;
  private readonly seed: string;
  private best: Measured | undefined;
  private last: Measured | undefined;

  private constructor(
    average: Parameters,
    target: AttackTarget,
    split: PictureSplit,
    settings: ClassifierSettings,
    seed: string,
  ) {
    this.average = average;
    this.parameters = new Parameters(average.specs);
    this.target = target;
    this.split = split;
    this.settings = settings;
    this.seed = seed;
    this.follow();
  }

  /** @param average the weights that are watched @param split pictures that are not learned from */
  static async open(
    network: Network,
    preprocessing: Preprocessing,
    average: Parameters,
    split: PictureSplit,
    settings: ClassifierSettings,
    seed: string,
  ): Promise<Hardening> {
    const target = await classifierTarget(network, preprocessing, average, Math.min(BATCH, split.size));
    return new Hardening(average, target, split, settings, seed);
  }

  /** Whether accuracy under attack has fallen far below the best: nothing better is to be expected. */
  get isDone(): boolean {
    const { best, last } = this;
    return best !== undefined && last !== undefined && best.accuracy - last.accuracy > FALL;
  }

  /** Before the first measurement there is no best: the averaged weights are kept as they are. */
  follow(): void {
    if (!this.best) this.parameters.copyFrom(this.average);
  }

  /** Attacks the averaged weights where it is time to, and tells what is left. @param step updates done */
  async watch(step: number): Promise<readonly TrainEvent<ClassifierMetric>[]> {
    const { attackEpsilon: epsilon, attackEvery } = this.settings;
    if (step % attackEvery > 0) return [];
    const { target, split } = this;
    await target.refresh();
    const rng = new RandomStream(`${this.seed} / attack`);
    const accuracy = await accuracyUnderAttack(target, split, PICTURES, (attacked) =>
      pgd(target, attacked, { epsilon, steps: STEPS, restarts: 1 }, rng),
    );
    this.last = { step, accuracy };
    if (!this.best || accuracy >= this.best.accuracy) {
      this.best = this.last;
      this.parameters.copyFrom(this.average);
    }
    const measured = { kind: 'metrics', step, values: { robustAccuracy: accuracy } } as const;
    return this.isDone ? [measured, { kind: 'warning', text: fallen(this.best, this.last) }] : [measured];
  }

  save(): { json: Json; arrays: TrainState['arrays'] } {
    const { best, last, parameters } = this;
    return {
      json: { ...(best && { best }), ...(last && { last }) },
      arrays: best ? { [BEST]: parameters.flat.slice() } : {},
    };
  }

  /** Goes on from a saved state; the averaged weights are loaded. @throws bad-checkpoint */
  load(json: unknown, arrays: SavedState['arrays']): void {
    const { best, last } = readState(savedHardeningSchema, json as Json, 'hardening');
    this.best = best;
    this.last = last;
    if (best) takeParameters(this.parameters, BEST, arrays);
    this.follow();
  }

  dispose(): Promise<void> {
    return this.target.dispose();
  }
}

const fallen = (best: Measured, last: Measured): string =>
  `accuracy under attack has fallen from ${percent(best.accuracy)} to ${percent(last.accuracy)}: the network has overfitted to attacks of one step. Training ends here, and the weights of step ${best.step} are kept.`;

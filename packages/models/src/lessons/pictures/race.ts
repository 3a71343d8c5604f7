/** Several networks that learn side by side from the same pictures, and are measured on the same others now and then. */
import type { PictureSplit } from '@agon/data';
import type { Preprocessing } from '../../vision/classifier/preprocessing.js';
import { PictureLearner, type LearningPlan } from './pictureLearner.js';

/** What is raced. Names are keys of what is measured. */
export interface RaceOptions<Name extends string> {
  readonly plans: Readonly<Record<Name, Omit<LearningPlan, 'updates'>>>;
  readonly pictures: PictureSplit;
  readonly test: PictureSplit;
  readonly preprocessing: Preprocessing;
  readonly updates: number;
  /** Updates between two measurements. */
  readonly showEvery: number;
  readonly signal?: AbortSignal;
}

/** How it stands after some updates. */
export interface Standing<Name extends string> {
  readonly updates: number;
  /** The share of the test's pictures that each takes for something else. */
  readonly errors: Readonly<Record<Name, number>>;
}

/** Of each name what `of` gives. */
export const eachOf = <Name extends string, T>(
  names: readonly Name[],
  of: (name: Name) => T,
): Record<Name, T> => Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;

/**
 * The race; each time with all standings so far, and the networks themselves, which go on when the next one is asked for.
 * @throws unknown-net, bad-option, unsupported
 */
export async function* race<Name extends string>({
  plans,
  pictures,
  test,
  preprocessing,
  updates,
  showEvery,
  signal,
}: RaceOptions<Name>): AsyncGenerator<{
  learners: Readonly<Record<Name, PictureLearner>>;
  standings: readonly Standing<Name>[];
}> {
  const names = Object.keys(plans) as Name[];
  const begun = new Map<Name, PictureLearner>();
  try {
    for (const name of names)
      begun.set(name, await PictureLearner.create(pictures, preprocessing, { ...plans[name], updates }));
    const learners = Object.fromEntries(begun) as Record<Name, PictureLearner>;
    const standings: Standing<Name>[] = [];
    for (let done = 0; done < updates && !signal?.aborted;) {
      const more = Math.min(showEvery, updates - done);
      done += more;
      const errors = {} as Record<Name, number>;
      for (const name of names) {
        await learners[name].learn(more);
        errors[name] = 1 - (await learners[name].measure(test)).accuracy;
      }
      standings.push({ updates: done, errors });
      yield { learners, standings };
    }
  } finally {
    for (const learner of begun.values()) await learner.dispose();
  }
}

/** The errors of each over the updates, in percent, as lines of a plot. */
export const errorLines = <Name extends string>(
  standings: readonly Standing<Name>[],
  titles: Readonly<Record<Name, string>>,
) =>
  (Object.keys(titles) as Name[]).map((name) => ({
    name: titles[name],
    points: standings.map(({ updates, errors }) => [updates, 100 * errors[name]] as const),
  }));

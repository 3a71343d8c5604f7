/** Orders of a search's trials. */
import type { TrialLine } from '@agon/runs';

/** The best first: those that were trained for longer, then by their scores; those that diverged are the last of theirs. */
export const rankedTrials = (trials: readonly TrialLine[]): TrialLine[] =>
  trials.toSorted((a, b) => b.updates - a.updates || (b.score ?? -Infinity) - (a.score ?? -Infinity));

/** The best network after each trial that made another one the best, and at the end. */
export function bestSoFar(trials: readonly TrialLine[]): { step: number; score: number }[] {
  const points: { step: number; score: number }[] = [];
  for (const { isBest, step, score } of trials) {
    if (!isBest || score === null) continue;
    const before = points.at(-1);
    if (before) points.push({ step, score: before.score });
    points.push({ step, score });
  }
  const last = points.at(-1);
  if (last) points.push({ step: trials[trials.length - 1].step, score: last.score });
  return points;
}

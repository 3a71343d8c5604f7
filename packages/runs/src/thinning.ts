/** Which of the files that a run writes every so many steps (checkpoints, replays) it keeps. */

/** How many are kept: the newest, and of the older ones some that are spread over the run. */
export interface KeptNumber {
  newest: number;
  older: number;
}

/**
 * The steps that are kept: the newest, and of the older ones the first in each of at most `older` equal parts of the run, whose
 * length is `every` times a power of two. It follows from the steps alone, and what is dropped once is dropped at every later
 * step too: so a run that was killed and resumed keeps what an unbroken one keeps.
 * @param steps increasing
 * @param every steps between two of them, roughly
 */
export function keptSteps(steps: readonly number[], every: number, { newest, older }: KeptNumber): number[] {
  const last = steps.at(-1);
  if (last === undefined || older === 0) return steps.slice(-newest);
  let part = every > 0 ? every : 1;
  while (Math.floor(last / part) >= older) part *= 2;
  const isFirst = (index: number): boolean =>
    index === 0 || Math.floor(steps[index - 1] / part) < Math.floor(steps[index] / part);
  return steps.filter((_, index) => index >= steps.length - newest || isFirst(index));
}

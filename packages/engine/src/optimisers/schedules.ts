/** Learning-rate schedules: plain functions of the number of updates done. */

/** The rate for an update, from how many were done before it (0 for the first). */
export type Schedule = (step: number) => number;

/** From `from` to `to` in a straight line over `steps` updates, then `to`. */
export function linearSchedule(from: number, to: number, steps: number): Schedule {
  return (step) => (step >= steps ? to : from + ((to - from) * step) / steps);
}

/** From `from` to `to` along half a cosine over `steps` updates, then `to` (Loshchilov & Hutter 2017, without restarts). */
export function cosineSchedule(from: number, to: number, steps: number): Schedule {
  return (step) => (step >= steps ? to : to + ((from - to) * (1 + Math.cos((Math.PI * step) / steps))) / 2);
}

/** Times `factor` at each of the given updates. */
export function stepSchedule(rate: number, milestones: readonly number[], factor = 0.1): Schedule {
  return (step) => rate * factor ** milestones.filter((milestone) => step >= milestone).length;
}

/** Rises in a straight line over the first `steps` updates to what `then` begins with. */
export function warmup(steps: number, then: Schedule): Schedule {
  return (step) => (step < steps ? (then(0) * (step + 1)) / steps : then(step - steps));
}

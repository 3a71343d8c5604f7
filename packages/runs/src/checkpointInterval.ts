/** How many steps lie between checkpoints where the user does not say. */
import { observationSize, type Environment } from '@agon/envs';

/** A long run keeps no more checkpoints than about so many: they fill the disk. */
const MOST_CHECKPOINTS = 500;

/** Steps a second to expect, on purpose rough: intervals must not depend on the machine. */
function nominalSpeed(environment: Environment): number {
  if (environment.kind === 'game') return 30; // a step is a move chosen by a search
  return observationSize(environment.env.observation) <= 2_000 ? 1_000 : 100; // MinAtar: 400–1,000; Atari: 28,224
}

/**
 * The default of `checkpointEvery`, in whole thousands of steps, at least 1,000: a hundredth of the run; less where that is more
 * than about 30 seconds' worth (30,000 steps of a small environment, 3,000 of a large one, 1,000 moves of a board game), but no
 * less than a five-hundredth. It depends on the flags only, never on the machine, so that equal flags give equal bytes.
 */
export function defaultCheckpointEvery(
  environment: Environment,
  { steps, minutes }: { steps?: number; minutes?: number },
): number {
  const speed = nominalSpeed(environment);
  const planned = steps ?? (minutes ?? 0) * 60 * speed;
  const part = (parts: number) => Math.round(planned / parts / 1_000) * 1_000;
  return Math.max(1_000, part(MOST_CHECKPOINTS), Math.min(30 * speed, part(100)));
}

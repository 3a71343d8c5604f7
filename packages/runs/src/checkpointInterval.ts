/** How many steps lie between checkpoints where the user does not say. */

/** A long run keeps no more checkpoints than about so many: they fill the disk. */
const MOST_CHECKPOINTS = 500;
/** No more than about so many seconds' work may be lost. */
const MOST_SECONDS = 30;

/**
 * The default of `checkpointEvery`, in whole thousands of steps, at least 1,000: a hundredth of the run; less where that is more
 * than about 30 seconds' worth (30,000 steps of a small environment, 3,000 of a large one, 1,000 moves of a board game), but no
 * less than a five-hundredth. A run of unknown length: every 30 seconds. It depends on the flags only, never on the machine, so that equal flags give equal bytes.
 */
export function defaultCheckpointEvery(
  nominalSpeed: number,
  { steps, minutes }: { steps?: number; minutes?: number },
): number {
  const often = MOST_SECONDS * nominalSpeed;
  if (steps === undefined && minutes === undefined) return often;
  const planned = steps ?? (minutes ?? 0) * 60 * nominalSpeed;
  const part = (parts: number) => Math.round(planned / parts / 1_000) * 1_000;
  return Math.max(1_000, part(MOST_CHECKPOINTS), Math.min(often, part(100)));
}

/** How far a training run is, and how long it will take. */

interface TimeLeft {
  /** The part done, 0 to 1. */
  part: number;
  /** Seconds left; Infinity where nothing is known yet. */
  seconds: number;
}

/**
 * By steps or by minutes, whichever ends first.
 * @param steps where the run ends, counted from the beginning of the run; null: nowhere
 * @param minutes how long this sitting takes; null: no limit
 * @param sitting what has been done: from step `from` to step `to` in so many seconds
 */
export function timeLeft(
  { steps, minutes }: { steps: number | null; minutes: number | null },
  { from, to, seconds }: { from: number; to: number; seconds: number },
): TimeLeft {
  const ends: TimeLeft[] = [];
  if (steps !== null) {
    const rate = (to - from) / seconds;
    ends.push({ part: to / steps, seconds: to >= steps ? 0 : (steps - to) / rate });
  }
  if (minutes !== null) ends.push({ part: seconds / (60 * minutes), seconds: 60 * minutes - seconds });
  const first = ends.reduce((a, b) => (b.seconds < a.seconds ? b : a), { part: 0, seconds: Infinity });
  return { part: Math.min(1, Math.max(0, first.part)), seconds: Math.max(0, first.seconds) };
}

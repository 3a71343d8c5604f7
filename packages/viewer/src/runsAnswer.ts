/** The list of runs as the server tells it and the page reads it. */
import type { ListedEntry } from '@agon/runs';

/** The answer of `GET /api/runs`, and an event of `/api/live/runs`. */
export interface RunsAnswer {
  /** The most recently written first. */
  runs: ListedEntry[];
  /** False where older ones have not been read yet. */
  isWhole: boolean;
}

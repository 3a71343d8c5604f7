/** What the page does differently for each kind of environment, as numbers and words. */
import type { Environment } from '@agon/envs';

/** How a kind is shown. */
interface Shown {
  /** Steps a second of a replay's first visit, and of the newest one beside a training: environments move fast, board games slowly. */
  firstSpeed: number;
  trainingSpeed: number;
  /** What a tournament is made of: "game". */
  contest: string;
}

/** By the kind of the environment. */
export const kinds: Readonly<Record<Environment['kind'], Shown>> = {
  env: { firstSpeed: 10, trainingSpeed: 15, contest: 'episode' },
  game: { firstSpeed: 1, trainingSpeed: 1.5, contest: 'game' },
};

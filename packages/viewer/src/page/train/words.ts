/** Words of training in the page. */
import { formatNumber } from '../format.js';

/** The words of `TrainPage`. */
export const trainWords = {
  title: 'Train',
  about:
    'An agent or a network learns in this page, in a thread of its own: the same code as on the command line, two to three times slower. Keep the tab open; closing it ends the training. Trained agents stay in this browser.',
  games: 'Play games',
  seed: 'Seed',
  newest: 'Latest episode',
  score: (score: number) => `score ${formatNumber(score)}`,
} as const;

/** What a metric is called. */
import { metricWords } from '@agon/runs';

/** The title in the words of the run's trainer; the id where nobody has words for it. */
export const metricTitle = (algorithm: string, metric: string): string =>
  metricWords(algorithm, metric, 'en')?.[0] ?? metric;

/** The one metric that says how well a run does: large on its page, small in lists, first where runs are compared. */
import type { MetricId } from '@agon/agents';
import { metricsInOrder } from './words/catalogues.js';

/** How well an agent plays; a run that plays has one of them. */
const RESULTS: readonly MetricId[] = ['return', 'scoreVsRandom'];

/**
 * The main metric among those that a run has measured; undefined where it has measured none.
 * @param trainer the run's algorithm
 * @param measured ids of metrics
 */
export function mainMetric(trainer: string, measured: readonly string[]): string | undefined {
  return [...RESULTS, ...metricsInOrder(trainer, 'en')].find((id) => measured.includes(id)) ?? measured[0];
}

/** The metric that would be the main one whatever else was measured; there are others where it was not. */
export const isMainForSure = (trainer: string, id: string): boolean =>
  RESULTS.some((each) => each === id) || metricsInOrder(trainer, 'en')[0] === id;

/** The one metric that says how well a run does: large on its page, small in lists, first where runs are compared. */
import { metricsInOrder } from '@agon/runs';
import type { MetricId } from '@agon/agents';

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

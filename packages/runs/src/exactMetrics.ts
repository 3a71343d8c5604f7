/** Metrics without noise: schedules and counts. */
import { algorithmMetrics } from '@agon/agents';
import { dataTrainerMetrics } from '@agon/models';

/** Whether a metric has no noise; false for an id that no trainer has any more. */
export const isExactMetric = (id: string): boolean =>
  [...algorithmMetrics, ...dataTrainerMetrics].some((list) => Object.hasOwn(list, id) && list[id].isExact);

/** What a search measures, at the end of each trial. */
import type { MetricInfo, Unit } from '@agon/learning';

/** @param score the unit of the metric that networks are compared by */
export const searchMetrics = (score: Unit) =>
  ({
    bestScore: { unit: score, isExact: true },
    trialScore: { unit: score, isExact: true },
    trialUpdates: { unit: 'count', isExact: true },
    trialParameters: { unit: 'count', isExact: true },
    trials: { unit: 'count', isExact: true },
  }) as const satisfies Record<string, MetricInfo>;

export type SearchMetric = keyof ReturnType<typeof searchMetrics>;

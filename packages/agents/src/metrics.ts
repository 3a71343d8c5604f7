/** All metrics of all algorithms; nothing that trains is loaded with it. */
import type { MetricInfo } from '@agon/learning';
import { alphagoMetrics } from './alphago/metrics.js';
import { alphazeroMetrics } from './alphazero/metrics.js';
import { imitationMetrics } from './imitation/metrics.js';
import { ppoMetrics } from './policy/ppo/metrics.js';
import { pqnMetrics } from './policy/pqn/metrics.js';
import { dqnMetrics } from './value/dqn/metrics.js';

const lists = [dqnMetrics, ppoMetrics, pqnMetrics, alphazeroMetrics, imitationMetrics, alphagoMetrics];

type IdsOf<List> = List extends unknown ? keyof List : never;

/** The id of any algorithm's metric. */
export type MetricId = IdsOf<(typeof lists)[number]> & string;

/** Whether a metric has no noise; false for an id that no algorithm has any more. */
export const isExactMetric = (id: string): boolean =>
  lists.some((list: Readonly<Record<string, MetricInfo>>) => Object.hasOwn(list, id) && list[id].isExact);

/** All metrics of all algorithms; nothing that trains is loaded with it. */
import type { Metrics } from '@agon/learning';
import { alphagoMetrics } from './alphago/metrics.js';
import { alphazeroMetrics } from './alphazero/metrics.js';
import { imitationMetrics } from './imitation/metrics.js';
import { moveModelMetrics } from './moveModel/metrics.js';
import { ppoMetrics } from './policy/ppo/metrics.js';
import { pqnMetrics } from './policy/pqn/metrics.js';
import { dqnMetrics } from './value/dqn/metrics.js';

const lists = [
  dqnMetrics,
  ppoMetrics,
  pqnMetrics,
  alphazeroMetrics,
  imitationMetrics,
  alphagoMetrics,
  moveModelMetrics,
];

type IdsOf<List> = List extends unknown ? keyof List : never;

/** The id of any algorithm's metric. */
export type MetricId = IdsOf<(typeof lists)[number]> & string;

export const algorithmMetrics: readonly Metrics[] = lists;

/** All metrics of trainers that learn from data; nothing that trains is loaded with it. */
import type { Metrics } from '@agon/learning';
import { classifierMetrics } from './vision/classifier/metrics.js';

export const dataTrainerMetrics: readonly Metrics[] = [classifierMetrics];

/** English. */
import type { Words } from '../words.js';
import { metrics } from './metrics.js';
import { settings } from './settings/index.js';

export const en = {
  units: {
    share: '',
    nats: 'nats',
    reward: '',
    steps: 'steps',
    moves: 'moves',
    count: '',
    perSecond: '',
    none: '',
  },
  metrics,
  settings,
} satisfies Words;

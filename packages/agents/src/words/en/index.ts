/** English. */
import type { Words } from '../words.js';
import { metrics } from './metrics.js';
import { settings } from './settings/index.js';

export const en = { metrics, settings } satisfies Words;

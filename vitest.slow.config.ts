/** `npm run test:slow`: every test at its full length (AGON_SLOW=1): long fuzzing, many kills, learning over several seeds. */
import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from './vitest.config.js';

export default mergeConfig(ordinary, defineConfig({ test: { env: { AGON_SLOW: '1' } } }));

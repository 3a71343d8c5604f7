/** @agon/envs/testing: suites that every environment and game passes, and readers of recorded truth. */
export { describeFailure, replayCase, replayTrace, runConformance } from '../conformance.js';
export { describeEnv } from './describeEnv.js';
export { describeGame, type DescribeGameOptions } from './describeGame.js';
export { parsePlaythrough, type PlaythroughFacts, type PlaythroughState } from './playthrough.js';

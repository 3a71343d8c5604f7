/** @agon/runs/testing: a training loop for tests. */
export { tinyAlgorithm } from './tinyAlgorithm.js';

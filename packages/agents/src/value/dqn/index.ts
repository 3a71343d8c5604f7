/** DQN and its family as `agon train dqn`, `agon train rainbow`, … run them. */
export { valueFamily } from './family.js';

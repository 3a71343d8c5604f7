/** @agon/core/node: paths on disk that stay in their folder. */
export { inside } from './inside.node.js';

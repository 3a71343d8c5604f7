/** @agon/core/node: folders on disk, and paths that stay in theirs. */
export { inside } from './inside.node.js';
export { makeFolder } from './makeFolder.node.js';

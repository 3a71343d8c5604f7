/** @agon/viewer: the page, and the server behind `agon view`. */
export { serve, type ServeOptions, type Viewer } from './server.node.js';

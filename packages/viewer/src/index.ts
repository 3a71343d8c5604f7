/** @agon/viewer: the page, and the server behind `agon view`. */
export { exportPage, type PageExport, type PageExportOptions } from './exportPage.node.js';
export { pageAddress } from './pageAddress.node.js';
export { serve, type ServeOptions, type Viewer } from './server.node.js';

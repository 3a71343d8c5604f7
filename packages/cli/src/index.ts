/** @agon/cli: the `agon` command. */
export { main } from './main.js';

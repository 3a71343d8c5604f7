/** @agon/models: what trains and shows networks that learn from data: a folder a paper. */
export { dataTrainers } from './trainers.js';

/** @agon/models: what trains and shows networks that learn from data: a folder a paper. */
export type { DataTrainer, MeasuredData, ModelScore } from './dataTrainer.js';
export { dataTrainer, dataTrainers } from './trainers.js';
export { ClassifierModel, type ClassifierScore } from './vision/classifier/classifierModel.js';

/** @agon/models: what trains and shows networks that learn from data: a folder a paper. */
export type { AttackScore, DataTrainer, MeasuredData, ModelScore, OnnxModel } from './dataTrainer.js';
export { dataTrainerMetrics } from './metrics.js';
export { dataTrainer, dataTrainers } from './trainers.js';
export { dataTrainerWords } from './words/catalogues.js';
export { ClassifierModel, type ClassifierScore } from './vision/classifier/classifierModel.js';
export { probabilities } from './vision/classifier/scores.js';
export { bytesOf, coloursOf, largestSizes, mapOf, mostOf } from './inspect/colours.js';
export { excite } from './inspect/excite.js';
export { Inspector, SALIENCIES, type Saliency, type Shaped, type Window } from './inspect/inspector.js';
export { drawFigure } from './lessons/drawFigure.js';
export type { Figure } from './lessons/figure.js';
export type { Lesson, LessonOptions, Shown } from './lessons/lesson.js';
export { findLesson, lessons } from './lessons/lessons.js';
export { formatRecording, type Recording } from './lessons/recording.js';
export { KneserNey } from './text/ngram/kneserNey.js';

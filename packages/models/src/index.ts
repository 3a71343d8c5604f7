/** @agon/models: what trains and shows networks that learn from data: a folder a paper. */
export type {
  AnswerScore,
  AttackScore,
  DataTrainer,
  MeasuredData,
  ModelScore,
  OnnxModel,
  Share,
} from './dataTrainer.js';
export { type AttackInfo, listAttacks } from './vision/attacks/registry.js';
export { AveragedLearner, type LearnerSettings } from './averagedLearner.js';
export { AveragedRun, type OwnState } from './averagedRun.js';
export { dataTrainerMetrics } from './metrics.js';
export { dataTrainer, dataTrainers } from './trainers.js';
export { dataTrainerWords } from './words/catalogues.js';
export { ClassifierModel, type ClassifierScore } from './vision/classifier/classifierModel.js';
export { probabilities } from './vision/classifier/scores.js';
export { bytesOf, coloursOf, largestSizes, mapOf, mostOf } from './inspect/colours.js';
export { mapSheet, pngOf } from './inspect/mapSheet.js';
export { excite } from './inspect/excite.js';
export { Inspector, SALIENCIES, type Saliency, type Shaped, type Window } from './inspect/inspector.js';
export { drawFigure } from './lessons/drawFigure.js';
export { FIGURE_COLOURS } from './lessons/colours.js';
export type { Figure, Heads } from './lessons/figure.js';
export type { Lesson, LessonOptions, Shown } from './lessons/lesson.js';
export { findLesson, lessons } from './lessons/lessons.js';
export { formatRecording, type Recording } from './lessons/recording.js';
export { alignmentGrid } from './lessons/alignments/alignmentGrid.js';
export { wordsFigure, wordsOfAnalogy } from './lessons/words/wordsFigure.js';
export { wordMap } from './lessons/words/wordMap.js';
export { WordVectors, type Neighbour } from './text/embeddings/wordVectors.js';
export { KneserNey } from './text/ngram/kneserNey.js';
export { alignPrompt, type AlignedAnswer } from './text/seq2seq/answerPrompt.js';
export { surpriseOf } from './text/language/networkModel.js';
export { chanceBars } from './lessons/sampling/chanceBars.js';
export type { LanguageModel, TextWriter } from './text/language/languageModel.js';
export { loadLanguageModel } from './text/language/loadLanguageModel.js';
export { promptTokens } from './text/language/sampling/promptTokens.js';
export { readAll, writing } from './text/language/sampling/writing.js';
export { textSamplingSchema } from './text/language/sampling/sampleText.js';
export { parseCellTable, topNetworks, updatesToTop, type CellTable } from './search/cellTable.js';
export { Space } from './search/space.js';
export { findSpace, SPACES } from './search/spaces.js';
export { searchedBy, searchId, searchOf, type SearchTrainer } from './search/searchTrainer.js';
export { trials, type TrialPlace, type TrialWork } from './search/trial.js';

/** @agon/runs: runs as data, and replays. What touches files is in @agon/runs/node. */
export { defaultCheckpointEvery } from './checkpointInterval.js';
export { readLines } from './jsonLines.js';
export { parseReplay, type Replay, type ReplayEnd, replayOfEpisode, replaySchema } from './replay.js';
export { type Frame, resimulate, Resimulation } from './resimulate.js';
export {
  type DataConfig,
  isReadable,
  type ListedEntry,
  type ListedRun,
  type MetricsLine,
  type PlayConfig,
  type RunConfig,
  type RunEntry,
  type RunStatus,
  type RunSummary,
  type Showing,
  showingOf,
  subjectFlag,
  subjectOf,
  type Trained,
  trainedOf,
  type TrialLine,
  type UnreadableRun,
} from './run.js';
export { checkRunName, resolveConfig, shellWord, trainCommand, type TrainFlags } from './runConfig.js';
export { mainMetric } from './mainMetric.js';
export { isExactMetric } from './exactMetrics.js';
export { type AnyTrainer, commandWords, searchFor, trainer, trainers } from './trainers.js';
export { trainedSubject } from './trainedSubject.js';
export { describeTrainer, type Language, metricsInOrder, metricWords, unitWord } from './words/catalogues.js';
export { replaySgf } from './replaySgf.js';
export { isSearch, trainedBy } from './trainedBy.js';

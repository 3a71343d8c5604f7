/** @agon/learning: what every training shares: trainers, their events and saved states, progress, worker threads. */
export { checkWeights, readCheckpoint, requireAgent } from './checkpoint.js';
export { drive, type Kept, type Limits, type Run } from './drive.js';
export { requireTrainingMemory, trainingMemory } from './memory/trainingMemory.js';
export {
  environmentsMemory,
  learnerMemory,
  observationBytes,
  threadsMemory,
  updateBytes,
} from './memory/parts.js';
export { gameEpisode, HASH_EVERY, RECORDING_LIMIT } from './recording.js';
export { openPool } from './jobs/openPool.js';
export { poolOf } from './jobs/sessionPool.js';
export type {
  Done,
  Hooks,
  JobHandler,
  Plain,
  PlainWork,
  Pool,
  Round,
  RoundOptions,
  Session,
  Work,
} from './jobs/work.js';
export type { ServedThread } from './threads/servedThread.js';
export { openThreads, posted, type WorkerThread } from './threads/workerThread.js';
export {
  type LiveGame,
  type LiveGames,
  liveGamesSchema,
  LiveReporter,
  makeLiveGames,
  readLiveGames,
  shownState,
} from './liveGames.js';
export { learnsFromData } from './trainer.js';
export type {
  AgentCheckpoint,
  Checkpoint,
  CheckpointSource,
  DataCheckpoint,
  DataFile,
  DataTask,
  EnvironmentTask,
  Episode,
  FileRoot,
  FileStore,
  ReadFiles,
  SavedState,
  Segment,
  SpawnedWorker,
  SpawnWorker,
  StateArray,
  Task,
  TaskSource,
  Thought,
  Trainer,
  TrainEvent,
  TrainOptions,
  TrainPlan,
  TrainState,
  TrialRow,
} from './trainer.js';
export type { TrainedSubject } from './trainedSubject.js';
export { requireOneThread } from './oneThread.js';
export {
  loadAveraged,
  momentsOf,
  namedMoments,
  saveAveraged,
  segmentOf,
  takeArray,
  takeParameters,
} from './savedArrays.js';
export { averageRate } from './averageRate.js';
export { Means, sumsSchema } from './means.js';
export type { MetricInfo, Metrics, MetricValues, Unit } from './metrics.js';
export { readingPart, readState, requireLength } from './states/readState.js';
export { joinedRows, pieceLengths } from './states/segment.js';
export { CHUNK_BYTES, Chunks } from './states/chunks.js';
export type { MetricWords, SettingKey, TrainerWords } from './words.js';
export {
  passes,
  Progress,
  type ProgressMetric,
  progressMetrics,
  savedProgressSchema,
  type SavedProgress,
} from './progress.js';
export { sharedBuffer } from './threads/sharedBuffer.js';
export { Speed } from './speed.js';

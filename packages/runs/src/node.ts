/** @agon/runs/node: runs on disk. */
export { readBounded } from './boundedFile.node.js';
export { diskCheckpoints } from './checkpoints.node.js';
export { nodeDisk, replaceFile, replaceFileDurably, writeFile } from './disk.node.js';
export {
  folderBytes,
  keepCheckpoint,
  MOST_CHECKPOINTS,
  pruneRun,
  type Thinned,
} from './keptCheckpoints.node.js';
export { readDataFiles } from './dataFiles.node.js';
export {
  listRun,
  listRuns,
  parseMetrics,
  readConfig,
  readLiveGamesOf,
  readMetrics,
  readReplay,
  readRun,
  readTrials,
  runDirectory,
  runPaths,
} from './runFiles.node.js';
export { entryOf, RunList } from './runList.node.js';
export { isThere, namesIn, readBytes, readingFault, readSaved, withFile } from './savedFile.node.js';
export { acquireLock, isLocked } from './runLock.node.js';
export { type RunEvent, type RunOutcome, trainToDisk, type TrainToDiskOptions } from './trainToDisk.node.js';
export {
  TOURNAMENT_FILE,
  TOURNAMENT_GAMES,
  tournamentDirectory,
  tournamentNames,
  tournamentPaths,
  tournamentsDir,
} from './tournamentFolder.node.js';
export { keepInZoo, readCard, readZooConfig, type ZooCard, zooNames, type ZooScore } from './zoo.node.js';
export { diskFailure } from './diskFailure.node.js';
export { Journal } from './journal.node.js';

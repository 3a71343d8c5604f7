/** @agon/arena/node: runs and tournaments on disk. */
export { readBounded } from './boundedFile.node.js';
export { diskCheckpoints } from './checkpoints.node.js';
export { makeFolder, writeFile } from './disk.node.js';
export {
  folderBytes,
  keepCheckpoint,
  MOST_CHECKPOINTS,
  pruneRun,
  type Thinned,
} from './keptCheckpoints.node.js';
export { readDataFiles } from './dataFiles.node.js';
export { readOpenings, type ReadOpenings } from './openings.node.js';
export { engineKinds } from './gtp/gtpAgent.node.js';
export { GtpEngine } from './gtp/server/engine.js';
export { serveGtp } from './gtp/server/serve.node.js';
export { diskAgents, type AgentPlaces } from './players.node.js';
export { inside } from './inside.node.js';
export {
  listRun,
  listRuns,
  parseMetrics,
  readConfig,
  readLiveGamesOf,
  readMetrics,
  readReplay,
  readRun,
  runDirectory,
  runPaths,
} from './runFiles.node.js';
export { isThere, readingFault, withFile } from './savedFile.node.js';
export { replaySgf } from './replaySgf.js';
export { isLocked } from './runLock.node.js';
export { trainToDisk, type RunEvent, type RunOutcome, type TrainToDiskOptions } from './trainToDisk.node.js';
export {
  readTournament,
  readTournamentConfig,
  resumeCommand,
  type StoredTournament,
  type TournamentConfig,
} from './tournamentFiles.node.js';
export {
  tournamentDirectory,
  tournamentNames,
  tournamentPaths,
  tournamentsDir,
} from './tournamentFolder.node.js';
export { keepInZoo, readCard, readZooConfig, zooNames, type ZooCard, type ZooScore } from './zoo.node.js';
export {
  tournamentToDisk,
  type OpenedTournament,
  type TournamentToDiskOptions,
} from './tournamentToDisk.node.js';

/** @agon/arena/node: engines by GTP, and tournaments on disk. */
export { readOpenings, type ReadOpenings } from './openings.node.js';
export { engineKinds } from './gtp/gtpAgent.node.js';
export { GtpEngine } from './gtp/server/engine.js';
export { serveGtp } from './gtp/server/serve.node.js';
export type { AgentPlaces } from './gameSession.js';
export { diskAgents } from './players.node.js';
export { openEvaluation } from './workers/pools.node.js';
export {
  readTournament,
  readTournamentConfig,
  resumeCommand,
  type StoredTournament,
  type TournamentConfig,
} from './tournamentFiles.node.js';
export {
  type OpenedTournament,
  tournamentToDisk,
  type TournamentToDiskOptions,
} from './tournamentToDisk.node.js';

/** @agon/agents: what plays and what learns. */
export { RESIGN, type Account, type Agent, type Situation, type Territory } from './agent.js';
export { defineAgent, environmentId, type AgentKind } from './agentKind.js';
export { algorithm, algorithms } from './algorithms.js';
export { readCheckpoint } from './checkpoint.js';
export { requireTrainingMemory, trainingMemory } from './memory/trainingMemory.js';
export { threadsMemory } from './memory/parts.js';
export { movesInOrder } from './moveOrder.js';
export { HASH_EVERY } from './recording.js';
export { agentKinds, listAgents, makeAgent, type AgentInfo } from './registry.js';
export { openThreads, posted, type WorkerThread } from './selfplay/workerThread.js';
export {
  liveGamesSchema,
  makeLiveGames,
  readLiveGames,
  type LiveGame,
  type LiveGames,
} from './selfplay/liveGames.js';
export { scriptedEnvs } from './scriptedEnv.js';
export { ConnectFourSolver } from './connectFourSolver.js';
export { Solver } from './solver.js';
export type { Algorithm } from './algorithm.js';
export type {
  Checkpoint,
  CheckpointSource,
  DataFile,
  Episode,
  ReadFiles,
  SavedState,
  Segment,
  SpawnedWorker,
  SpawnWorker,
  StateArray,
  Thought,
  Trainer,
  TrainEvent,
  TrainOptions,
  TrainPlan,
  TrainState,
} from './trainer.js';

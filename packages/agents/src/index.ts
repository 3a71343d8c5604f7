/** @agon/agents: what plays and what learns. */
export {
  type Analysis,
  type Agent,
  type ChoosingNetwork,
  environmentSituation,
  gameSituation,
  RESIGN,
  type Situation,
  type Territory,
} from './agent.js';
export { attackedAgent } from './attacks/attackedAgent.js';
export { listAgentAttacks } from './attacks/registry.js';
export type { AgentSubject } from './agentSubject.js';
export { type AgentKind, defineAgent } from './agentKind.js';
export { algorithm, algorithms } from './algorithms.js';
export { presentName } from './algorithmNames.js';
export { algorithmMetrics, type MetricId } from './metrics.js';
export { playedSituation } from './playedSituation.js';
export { movesInOrder } from './players/moveOrder.js';
export { type AgentInfo, agentKinds, listAgents, makeAgent } from './registry.js';
export { scriptedEnvs } from './players/scriptedEnv.js';
export { ConnectFourSolver } from './players/connectFourSolver.js';
export { Solver } from './players/solver.js';
export type { Algorithm } from './algorithm.js';
export { algorithmWords } from './words/catalogues.js';

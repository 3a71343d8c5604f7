/** @agon/envs: games as environments (`Env`) and as board games (`Game`), by id from one registry. */
export { actionKeys, keySign } from './actionKeys.js';
export { Go, GO_PLANES, GoState, type GoOptions, type GoView, type SetUpStone } from './board/go.js';
export { areaInto } from './board/goArea.js';
export { LadderReader } from './board/goLadder.js';
export { withTurn } from './board/goTurns.js';
export { BLACK, DIES, EMPTY, GoBoard, WHITE } from './board/goBoard.js';
export type { OthelloState } from './board/othello.js';
export { countSequences, perft, type SequenceCount } from './board/perft.js';
export { resultText } from './board/resultText.js';
export { describeFailure, runConformance } from './conformance.js';
export type { ConformanceFailure, ConformanceReport } from './conformance.js';
export type { Colour, Drawing, Mark } from './drawing.js';
export { drawEnv, drawState, playerColours } from './drawings.js';
export {
  observationArray,
  observationSize,
  type Action,
  type Env,
  type ObservationSpace,
  type StepResult,
} from './env.js';
export { gameOf, KIND_NAMES, numActions, numSeats, unwrapped, type Environment } from './environment.js';
export {
  playMoves,
  TERMINAL_PLAYER,
  type BoardSymmetry,
  type Game,
  type PlayerId,
  type State,
} from './game.js';
export {
  formatEnv,
  idWithSize,
  listEnvironments,
  makeEnv,
  makeEnvironment,
  makeGame,
  specByHand,
  specForScores,
} from './registry.js';
export type { DeepSea } from './grid/deepSea.js';
export type { PixelBreakout } from './pixel/breakout.js';
export type { PixelFreeway } from './pixel/freeway.js';
export type { PixelInvaders } from './pixel/invaders.js';
export type { PixelPong } from './pixel/pong.js';
export { playthrough, type PlaythroughOptions } from './playthrough.js';
export type { EnvironmentInfo } from './registry.js';
export { VectorEnv } from './vectorEnv.js';
export { innermost } from './wrappers/wrapper.js';

/**
 * SGF: Go games as files. One reader for all who read: bytes in, games and faults with line and column out (`readSgf`, `parseSgf`);
 * states of a game (`playSgf`, `sgfState`). The face of '@agon/envs/sgf', apart from the main one, so that a page loads it when
 * needed.
 */
export { faultError, faultOf, faultText, type Place, type SgfFault } from './faults.js';
export type { SetUpChange, SgfGame, SgfNode } from './game.js';
export { goOf, playSgf, sgfState, type SgfStep } from './play.js';
export { parseSgf, readSgf, type SgfItem } from './read.js';
export type { SgfRules } from './rules.js';
export { formatSgf, type SgfInfo } from './write.js';

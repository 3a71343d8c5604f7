/** Games of SGF files as states. */
import { AgonError } from '@agon/core';
import * as v from 'valibot';
import { Go, goSchema, type GoOptions, type GoState } from '../go.js';
import { stonesOn, withTurn } from '../goTurns.js';
import { faultError, type Place } from './faults.js';
import { stonesOf, type SgfGame, type SgfNode } from './game.js';

const STANDARD = v.parse(goSchema, {});

/** What a node of the main line did. */
export interface SgfStep {
  node: SgfNode;
  /** The position after it; the next step changes it. Another state than before where the game began anew there (see `playSgf`). */
  state: GoState;
  /** Whether the node's move was played; a pass after the end is not. */
  isPlayed: boolean;
}

/** Go as a file's game was played: its size, and komi, superko and suicide where it names them, else as `otherwise` says. */
export function goOf({ size, komi, rules }: SgfGame, otherwise: Partial<GoOptions> = {}): Go {
  const { superko, suicide } = rules;
  return new Go({
    ...STANDARD,
    ...otherwise,
    size,
    handicap: 0,
    ...(komi !== undefined && { komi }),
    ...(superko !== undefined && { superko }),
    ...(suicide !== undefined && { suicide }),
  });
}

/**
 * Plays a game's main line, step by step. Where one player moves twice in a row, the other one passes in between. A state begins anew,
 * without earlier moves and positions, where stones or the turn are set up (AB, AW, AE, PL) and where play goes on after two passes;
 * passes after the end are left out.
 * @param go of the file's size
 * @throws bad-file with line and column where a move is illegal or stones cannot stand so
 */
export function* playSgf(game: SgfGame, go: Go = goOf(game)): Generator<SgfStep, void> {
  let state = attempt(game.nodes[0], () => go.newStateFrom(game.setUp, game.toMove));
  const { AB, AW } = game.nodes[0].properties;
  const guessed =
    game.setUp.length && !AB && !AW
      ? `; HA[${game.handicap}] names no points (AB), its stones are at the usual ones`
      : '';
  for (const node of game.nodes) {
    const { setUp, toMove, move } = node;
    if (setUp) {
      const stones = stonesOf([...stonesOn(state), ...setUp]);
      state = attempt(node, () => go.newStateFrom(stones, toMove ?? state.turn));
    }
    const isPlayed = move !== undefined && !(state.isTerminal && move.action === go.pass);
    if (isPlayed) {
      state = withTurn(state, move.player);
      attempt(node, () => state.apply(move.action), guessed);
    }
    yield { node, state, isPlayed };
    if (setUp || toMove === undefined || toMove === state.turn) continue;
    state = go.newStateFrom(stonesOn(state), toMove);
    yield { node, state, isPlayed: false };
  }
}

/** The position after a game's main line; see `playSgf`. */
export function sgfState(game: SgfGame, go?: Go): GoState {
  let last: GoState | undefined;
  for (const { state } of playSgf(game, go)) last = state;
  return last as GoState; // there is a root
}

/** Runs a step of replaying; illegal moves become faults of the file. */
function attempt<T>(place: Place, step: () => T, remark = ''): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    const [first] = error.message.split(' Legal are:');
    throw faultError(place, first.replace(/\.$/, '') + remark, error);
  }
}

/** The facts of a move of any board game. */
import type { Action, GoState, OthelloState, State } from '@agon/envs';
import type { Deed, MoveFacts, News } from './facts.js';
import { goDeeds } from './goDeeds.js';
import { hasThreats, threatsIn } from './threats.js';

/** Who is ahead is told from this share of a board's cells on: before, an empty board says nothing. */
const LEAD_FROM = 0.5;

/** @param action a legal one; the state is as before afterwards */
export function factsOf(state: State, action: Action): MoveFacts {
  const player = state.currentPlayer;
  return { player, deeds: deedsOf(state, action), news: newsOf(state, action) };
}

function deedsOf(state: State, action: Action): Deed[] {
  if (state.game.id === 'go') return goDeeds(state as GoState, action);
  if (state.game.id === 'othello') return othelloDeeds(state as OthelloState, action);
  const plays: Deed = { kind: 'plays', move: state.actionToString(action) };
  return hasThreats(state) ? [plays, ...lineDeeds(state, action)] : [plays];
}

function othelloDeeds(state: OthelloState, action: Action): Deed[] {
  const { size } = state.game;
  if (action === state.game.pass) return [{ kind: 'passes' }];
  const move = state.actionToString(action);
  const other = 1 - state.turn;
  const before = state.count(other);
  state.apply(action);
  const stones = before - state.count(other);
  state.undo();
  const isCorner = [0, size - 1, size * (size - 1), size * size - 1].includes(action);
  return [
    { kind: 'plays', move },
    ...(isCorner ? [{ kind: 'corner' } as const] : []),
    { kind: 'turns', stones },
  ];
}

function lineDeeds(state: State, action: Action): Deed[] {
  const isBlock = threatsIn(state).includes(action);
  state.apply(action);
  const threats = threatsIn(state);
  const isOver = state.isTerminal;
  state.undo();
  const moves = threats.map((each) => state.actionToString(each));
  if (isOver) return [];
  return [
    ...(isBlock ? [{ kind: 'blocks' } as const] : []),
    ...(moves.length > 0 ? [{ kind: 'threatens', moves } as const] : []),
  ];
}

/** Player 0's lead as the board stands, in games that count stones or area; undefined in others. */
function leadOf(state: State): number | undefined {
  const { game } = state;
  if (game.id === 'othello') {
    const othello = state as OthelloState;
    return othello.count(0) - othello.count(1);
  }
  const [height, width] = game.observation.shape;
  return state.ownershipInto?.(new Int8Array(height * width));
}

function newsOf(state: State, action: Action): News[] {
  const before = leadOf(state);
  state.apply(action);
  const news = state.isTerminal ? endOf(state) : changeOfLead(state, before);
  state.undo();
  return news;
}

function endOf(state: State): News[] {
  const [first, second] = state.returns();
  if (first === second) return [{ kind: 'drawn' }];
  const lead = leadOf(state);
  const points = lead === undefined ? {} : { points: Math.abs(lead) };
  return [{ kind: 'wins', player: first > second ? 0 : 1, ...points }];
}

function changeOfLead(state: State, before: number | undefined): News[] {
  const lead = leadOf(state);
  const [height, width] = state.game.observation.shape;
  if (lead === undefined || before === undefined) return [];
  if (state.history.length < LEAD_FROM * height * width) return [];
  if (lead === 0 || Math.sign(lead) === Math.sign(before)) return [];
  return [{ kind: 'leads', player: lead > 0 ? 0 : 1, points: Math.abs(lead) }];
}

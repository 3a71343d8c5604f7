/** What a player thought at one position, made ready to be shown: actions with names, values from one fixed point of view. */
import { movesInOrder, type Analysis } from '@agon/agents';
import type { Game, State } from '@agon/envs';

/** Q-values of an environment's actions. */
export interface ActionValues {
  kind: 'env';
  /** In the environment's order. `q` is null where the player does not tell it. */
  actions: { action: number; text: string; q: number | null; isChosen: boolean }[];
}

/** One move of a board game. */
export interface MoveThought {
  action: number;
  text: string;
  /** The policy's probability before the search. */
  prior: number | undefined;
  visits: number | undefined;
  /** The move's part of all visits (of the policy, where there was no search). */
  share: number;
  /** The expected result after the move, from the point of view. */
  q: number | undefined;
  isChosen: boolean;
}

/** Policy, visits and value of a board game. */
export interface MoveThoughts {
  kind: 'game';
  /** Who was to move. */
  player: number;
  /** The expected result in [−1, 1], from the point of view. */
  value: number | undefined;
  /** Legal moves, the one that the player plays first. */
  moves: MoveThought[];
  /** The line that the player expects, in the game's text; empty where it does not tell. */
  line: string[];
}

/** What the panel shows: of an environment's player, or of a board game's. */
export type Thoughts = ActionValues | MoveThoughts;

/** The Q-values of an account; undefined where it has none. */
export function actionValues(
  account: Analysis,
  actionNames: readonly string[],
  chosen: number | undefined,
): ActionValues | undefined {
  const { q } = account;
  if (!q) return undefined;
  const actions = actionNames.map((text, action) => ({
    action,
    text,
    q: q[action] ?? null,
    isChosen: action === chosen,
  }));
  return { kind: 'env', actions };
}

/**
 * A value for the player to move as a value for `viewer`. With two players one's gain is the other's loss; with another
 * number of players nothing can be said for the others, and it stays as it is.
 */
export function seenBy(game: Game, viewer: number, player: number, value: number): number {
  return game.numPlayers === 2 && viewer !== player ? 0 - value : value;
}

/** An expected result in [−1, 1] as the share of points, a draw counting half. */
export const winRate = (value: number): number => (1 + value) / 2;

/** Policy, visits and value of an account at `state`; undefined where it has none of them. */
export function moveThoughts(
  account: Analysis,
  state: State,
  viewer: number,
  chosen: number | undefined,
): MoveThoughts | undefined {
  const { prior, visits, q, value } = account;
  if (!prior && !visits && value === undefined) return undefined;
  const player = state.currentPlayer;
  const seen = (each: number | null | undefined): number | undefined =>
    each == null ? undefined : seenBy(state.game, viewer, player, each);
  const weights = visits?.some((count) => count > 0) ? visits : prior;
  const total = weights?.reduce((sum, weight) => sum + weight, 0) || 1;
  const legal = visits || prior ? state.legalActions() : [];
  const moves = movesInOrder(account, legal).map((action) => ({
    action,
    text: state.actionToString(action),
    prior: prior?.[action],
    visits: visits?.[action],
    share: (weights?.[action] ?? 0) / total,
    q: seen(q?.[action]),
    isChosen: action === chosen,
  }));
  return { kind: 'game', player, value: seen(value), moves, line: lineText(state, account) };
}

/** Moves of an expected line that are told; what lies further ahead is guesswork. */
const LONGEST_LINE = 12;

/** The expected line of an account as text; it ends where a move is not legal (a damaged account). */
function lineText(state: State, { principalVariation }: Analysis): string[] {
  if (!Array.isArray(principalVariation)) return [];
  const ahead = state.clone();
  const texts: string[] = [];
  for (const action of principalVariation.slice(0, LONGEST_LINE)) {
    if (ahead.isTerminal || typeof action !== 'number' || !ahead.isLegal(action)) break;
    texts.push(ahead.actionToString(action));
    ahead.applyAssumeLegal(action);
  }
  return texts;
}

/** What a player thought at one position, made ready to be shown: actions with names, values from one fixed point of view. */
import type { Account } from '@agon/agents';
import type { Drawing, Game, Mark, State } from '@agon/envs';

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
  /** Legal moves, the most visited first. */
  moves: MoveThought[];
}

export type Thoughts = ActionValues | MoveThoughts;

/** The Q-values of an account; undefined where it has none. */
export function actionValues(
  account: Account,
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

/** Policy, visits and value of an account at `state`; undefined where it has none of them. */
export function moveThoughts(
  account: Account,
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
  const moves = (visits || prior ? state.legalActions() : []).map((action) => ({
    action,
    text: state.actionToString(action),
    prior: prior?.[action],
    visits: visits?.[action],
    share: (weights?.[action] ?? 0) / total,
    q: seen(q?.[action]),
    isChosen: action === chosen,
  }));
  moves.sort((a, b) => b.share - a.share || (b.prior ?? 0) - (a.prior ?? 0) || a.action - b.action);
  return { kind: 'game', player, value: seen(value), moves };
}

/** The colour of hints on a board: distinct from stones, lines and both sides' marks. */
const HINT = 0x6441c9;
/** Moves with a smaller share are not marked: they would hide the board. */
const LEAST_SHARE = 0.02;

/** A board with the moves' shares marked on it: the larger the share, the larger and denser the mark. */
export function withHints(drawing: Drawing, moves: readonly MoveThought[]): Drawing {
  const marks: Mark[] = [];
  for (const { action, share } of moves) {
    const target = drawing.targets?.find((each) => each.action === action);
    if (!target || share < LEAST_SHARE) continue;
    const radius = target.radius * (0.3 + 0.45 * Math.sqrt(share));
    marks.push({ kind: 'circle', x: target.x, y: target.y, radius, fill: HINT, alpha: 0.55 + 0.4 * share });
    const text = `${Math.round(share * 100)}`;
    marks.push({ kind: 'text', x: target.x, y: target.y, text, size: radius * 0.8, fill: 0xffffff });
  }
  return { ...drawing, marks: [...drawing.marks, ...marks] };
}

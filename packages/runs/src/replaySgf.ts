/** Replays of Go as SGF, with what the players thought as comments. */
import { AgonError, formatDecimals, formatSpec } from '@agon/core';
import type { Analysis } from '@agon/agents';
import { makeGame } from '@agon/envs';
import { formatSgf } from '@agon/envs/sgf';
import type { Replay } from './replay.js';

/** RE: who won and how; undefined where the board says it. */
function resultOf({ result, ended }: Replay): string | undefined {
  if (!ended) return undefined;
  const winner = result[0] > result[1] ? 'B' : result[0] < result[1] ? 'W' : undefined;
  if (!winner) return '0';
  return `${winner}+${ended.reason === 'resign' ? 'R' : 'F'}`;
}

/** "black (mcts:visits=400): value 0.310, visits 400": what a player thought before its move, the value being the player's own. */
function commentOf(account: Analysis | null, player: string): string | undefined {
  if (!account) return undefined;
  const parts: string[] = [];
  if (account.value !== undefined) parts.push(`value ${formatDecimals(account.value, 3)}`);
  if (account.visits) parts.push(`visits ${account.visits.reduce((sum, visits) => sum + visits, 0)}`);
  return parts.length ? `${player}: ${parts.join(', ')}` : undefined;
}

/** What the replay itself does not say. */
interface SgfOptions {
  /** How many moves were played before the players were asked; the first comment says so, as "opening=4". */
  opening?: number;
  /** False where the game is still played: it then has no result. */
  isOver?: boolean;
}

/**
 * A replay of Go as one SGF game. What a player thought stands at the move that it led to, and says whose it is.
 * @throws unsupported for other games; illegal-action where the replay is damaged
 */
export function replaySgf(replay: Replay, { opening = 0, isOver = true }: SgfOptions = {}): string {
  if (replay.env !== 'go') {
    throw new AgonError('unsupported', `SGF is for Go; this is a replay of ${replay.env}.`);
  }
  const state = makeGame(formatSpec(replay.env, replay.options)).newInitialState();
  const [black, white] = replay.players;
  const { playerNames } = state.game;
  const comments: (string | undefined)[] = opening > 0 ? [`opening=${opening}`] : [];
  replay.actions.forEach((action, index) => {
    const player = state.currentPlayer;
    const name = `${playerNames[player]} (${replay.players[player]})`;
    comments[index + 1] = commentOf(replay.account?.[index] ?? null, name);
    state.apply(action);
  });
  if (replay.ended?.text) {
    const last = comments[replay.actions.length];
    comments[replay.actions.length] = last ? `${last}\n${replay.ended.text}` : replay.ended.text;
  }
  return formatSgf(state as Parameters<typeof formatSgf>[0], {
    black,
    white,
    result: isOver ? resultOf(replay) : '?',
    comments,
  });
}

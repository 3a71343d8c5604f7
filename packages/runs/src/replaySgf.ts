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

/** "value 0.31, visits 400" */
function commentOf(account: Analysis | null): string | undefined {
  if (!account) return undefined;
  const parts: string[] = [];
  if (account.value !== undefined) parts.push(`value ${formatDecimals(account.value, 3)}`);
  if (account.visits) parts.push(`visits ${account.visits.reduce((sum, visits) => sum + visits, 0)}`);
  return parts.length ? parts.join(', ') : undefined;
}

/**
 * A replay of Go as one SGF game.
 * @param opening how many moves were played before the players were asked; the first comment says so, as "opening=4"
 * @throws unsupported for other games; illegal-action where the replay is damaged
 */
export function replaySgf(replay: Replay, opening = 0): string {
  if (replay.env !== 'go') {
    throw new AgonError('unsupported', `SGF is for Go; this is a replay of ${replay.env}.`);
  }
  const state = makeGame(formatSpec(replay.env, replay.options)).newInitialState();
  for (const action of replay.actions) state.apply(action);
  const [black, white] = replay.players;
  const comments = (replay.account ?? []).map(commentOf);
  if (opening > 0) comments[0] = `opening=${opening}`;
  if (replay.ended?.text) comments[replay.actions.length] = replay.ended.text;
  return formatSgf(state as Parameters<typeof formatSgf>[0], {
    black,
    white,
    result: resultOf(replay),
    comments,
  });
}

/** Replay files: versioned JSON that the same code re-simulates, bit for bit, on disk and in the page. */
import { AgonError, type Json } from '@agon/core';
import { HASH_EVERY, type Account, type Episode } from '@agon/agents';
import { unwrapped, type Environment } from '@agon/envs';

/** A recorded episode or game. Nothing that can be derived is stored. */
export interface Replay {
  format: 1;
  /** The environment's id, options and version. */
  env: string;
  options: Record<string, Json>;
  version: number;
  /** Names of the players, in order of their seats. */
  players: string[];
  seed: string;
  actions: number[];
  /** 32-bit hashes after every 100 actions, and one after the last. */
  hashes: number[];
  /** Returns, one for each player. */
  result: number[];
  /** Why the result is not the rules' own: absent where the game was played to its end. */
  ended?: ReplayEnd;
  /** What the player thought before each action; optional, kept apart from the moves. */
  account?: (Account | null)[];
}

/** A game or episode that did not end by the rules of the environment. */
export interface ReplayEnd {
  /** `limit`: cut after so many moves; `agreed`: a draw; `forfeit`: a player failed (illegal move, crash, no answer). */
  reason: 'limit' | 'resign' | 'agreed' | 'forfeit';
  /** Who resigned or failed. */
  player?: number;
  /** For people: "engine answered D4, which is occupied". */
  text?: string;
}

type Check = (value: unknown) => boolean;
const isInteger: Check = (value) => Number.isInteger(value);
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** What each field must be; the text completes "must be …". */
const FIELDS: [key: keyof Replay, expected: string, check: Check, optional?: 'optional'][] = [
  ['env', 'an environment id', (value) => typeof value === 'string'],
  ['options', 'an object', isObject],
  ['version', 'an integer', isInteger],
  ['players', 'a list of names', isListOf((value) => typeof value === 'string')],
  ['seed', 'text', (value) => typeof value === 'string'],
  ['actions', 'a list of integers', isListOf(isInteger)],
  ['hashes', 'a list of integers', isListOf(isInteger)],
  ['result', 'a list of numbers', isListOf((value) => typeof value === 'number')],
  ['ended', 'an object with a reason', isObject, 'optional'],
  [
    'account',
    'a list, one entry for each action',
    isListOf((value) => value === null || isObject(value)),
    'optional',
  ],
];

/** A training loop's episode as a replay; `player` sits on every seat. */
export function replayOfEpisode(environment: Environment, player: string, episode: Episode): Replay {
  const subject = unwrapped(environment);
  const seats = environment.kind === 'env' ? 1 : environment.game.numPlayers;
  const replay: Replay = {
    format: 1,
    env: subject.id,
    options: { ...subject.options } as Record<string, Json>,
    version: subject.version,
    players: new Array<string>(seats).fill(player),
    seed: episode.seed,
    actions: episode.actions,
    hashes: episode.hashes,
    result: episode.result,
  };
  if (episode.accounts) replay.account = episode.accounts;
  return replay;
}

/**
 * Reads a replay from JSON text, or checks one already parsed.
 * @throws bad-file where it is no JSON, not a replay, of an unknown format, or damaged; the message names the field
 */
export function parseReplay(json: unknown): Replay {
  let value = json;
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json);
    } catch (cause) {
      throw new AgonError('bad-file', `the replay is not JSON: ${(cause as Error).message}.`, { cause });
    }
  }
  if (!isObject(value)) throw new AgonError('bad-file', 'a replay is a JSON object; this is something else.');
  const replay = value as Record<string, unknown>;
  if (replay.format !== 1) {
    const got = replay.format === undefined ? 'no "format"' : `format ${JSON.stringify(replay.format)}`;
    throw new AgonError(
      'bad-file',
      `the replay has ${got}; this version of agon reads format 1. A newer agon may have written it.`,
    );
  }
  for (const [key, expected, check, optional] of FIELDS) {
    if (optional && replay[key] === undefined) continue;
    if (!check(replay[key]))
      throw new AgonError('bad-file', `the replay's "${key}" must be ${expected}.`, { details: { key } });
  }
  const typed = value as Replay;
  const full = Math.floor(typed.actions.length / HASH_EVERY);
  // A recorder may leave out the last hash where it repeats the one before (a multiple of 100 actions).
  const allowed = typed.actions.length % HASH_EVERY === 0 && full > 0 ? [full, full + 1] : [full + 1];
  if (!allowed.includes(typed.hashes.length)) {
    throw new AgonError(
      'bad-file',
      `the replay's "hashes" must be ${allowed.join(' or ')} for ${typed.actions.length} actions, not ${typed.hashes.length}.`,
    );
  }
  return typed;
}

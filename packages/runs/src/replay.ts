/** Replay files: versioned JSON that the same code re-simulates, bit for bit, on disk and in the page. */
import type { Analysis } from '@agon/agents';
import { anyJson, checkJson, integers, listOf, parseJson, wholeNumber, type Json } from '@agon/core';
import { numSeats, unwrapped, type Environment } from '@agon/envs';
import { HASH_EVERY, type Episode } from '@agon/learning';
import * as v from 'valibot';

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
  account?: (Analysis | null)[];
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

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isNumberOrNull = (value: unknown): boolean => value === null || isNumber(value);
const isListIfAny = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  value === undefined || (Array.isArray(value) && value.every(isItem));

/** What is known of an account is as it should be; what else it has is shown to nobody, or checked where it is shown. */
function isAnalysis(value: unknown): value is Analysis | null {
  if (value === null) return true;
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const { value: expected, q, prior, visits } = value as Record<string, unknown>;
  if (expected !== undefined && !isNumber(expected)) return false;
  return isListIfAny(q, isNumberOrNull) && isListIfAny(prior, isNumber) && isListIfAny(visits, isNumber);
}

/** How many hashes a replay may have: a recorder may leave out the last one where it repeats the one before. */
function numbersOfHashes({ actions }: { actions: readonly number[] }): number[] {
  const full = Math.floor(actions.length / HASH_EVERY);
  return actions.length % HASH_EVERY === 0 && full > 0 ? [full, full + 1] : [full + 1];
}

/** What a replay must hold. */
export const replaySchema = v.pipe(
  v.object({
    format: v.literal(1),
    env: v.string(),
    options: v.record(v.string(), anyJson),
    version: wholeNumber,
    players: v.array(v.string()),
    seed: v.string(),
    actions: integers,
    hashes: integers,
    result: listOf(isNumber, 'numbers'),
    ended: v.exactOptional(
      v.object({
        reason: v.picklist(['limit', 'resign', 'agreed', 'forfeit']),
        player: v.exactOptional(wholeNumber),
        text: v.exactOptional(v.string()),
      }),
    ),
    account: v.exactOptional(listOf(isAnalysis, 'accounts, one for each action')),
  }),
  v.check(
    (replay) => numbersOfHashes(replay).includes(replay.hashes.length),
    ({ input }) =>
      `has ${input.hashes.length} "hashes" for ${input.actions.length} actions; they must be ${numbersOfHashes(input).join(' or ')}`,
  ),
) satisfies v.GenericSchema<unknown, Replay>;

/** A training loop's episode as a replay; `player` sits on every seat. */
export function replayOfEpisode(environment: Environment, player: string, episode: Episode): Replay {
  const subject = unwrapped(environment);
  const replay: Replay = {
    format: 1,
    env: subject.id,
    options: { ...subject.options } as Record<string, Json>,
    version: subject.version,
    players: new Array<string>(numSeats(environment)).fill(player),
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
 * @param what where it comes from, as it reads in an error: the path of its file
 * @throws bad-file where it is no JSON, not a replay, of an unknown format, or damaged; the message names the field
 */
export function parseReplay(json: unknown, what = 'the replay'): Replay {
  return typeof json === 'string' ? parseJson(replaySchema, json, what) : checkJson(replaySchema, json, what);
}

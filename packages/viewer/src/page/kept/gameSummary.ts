/** A kept game in a line: what was played, against whom, how it ended. */
import { formatSpec } from '@agon/core';
import { makeEnvironment } from '@agon/envs';
import { isGame, shortSpec, titleOf } from '../games.js';
import type { Route } from '../route.js';
import type { KeptGame } from './keptGame.js';
import { keptWords } from './words.js';

/** What a list says of a game. */
export interface GameSummary {
  title: string;
  /** The options of the rules, where they are not the usual ones; empty otherwise. */
  rules: string;
  against: string;
  moves: number;
  result: string;
  /** Where it leads: on with it, or to its replay. */
  place: Route;
}

/** How it ended, from the person's view where a person played; "unfinished" where it did not. */
function resultOf({ isOver, side, source, env, replay }: KeptGame): string {
  const { result, players } = replay;
  if (!isOver) return keptWords.unfinished;
  if (!isGame(env)) return keptWords.return(result[0]);
  const best = Math.max(...result);
  if (result.every((value) => value === best)) return keptWords.drawn;
  if (source !== undefined) return keptWords.wonBy(players[result.indexOf(best)]);
  return result[side] > 0 ? keptWords.won : keptWords.lost;
}

/** Whether this version has the rules that it was played by. */
function isKnown({ replay }: KeptGame): boolean {
  try {
    makeEnvironment(formatSpec(replay.env, replay.options));
    return true;
  } catch {
    return false; // of another version, or damaged
  }
}

/** What a list says of a game. */
export function summaryOf(kept: KeptGame): GameSummary {
  const { id, env, against, isOver, source, replay } = kept;
  const title = titleOf(env);
  const options = shortSpec(formatSpec(replay.env, replay.options)).replace(/^[^:]*:?/, '');
  const goesOn = !isOver && source === undefined && isKnown(kept);
  return {
    title,
    rules: options,
    against: source === undefined ? (against ?? keptWords.alone) : keptWords.fromFile(source),
    moves: replay.actions.length,
    result: resultOf(kept),
    place: goesOn ? { page: 'play', env, against, game: id } : { page: 'own-game', id, step: 0 },
  };
}

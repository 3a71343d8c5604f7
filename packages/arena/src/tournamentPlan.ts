/** What decides a tournament, as plain data. */
import type { Action } from '@agon/envs';
import type { Adjudication } from './adjudication.js';
import type { RatingOptions } from './ratings.js';
import type { TournamentSchedule } from './schedule.js';
import type { SprtOptions } from './sprt.js';

/** Equal plans give equal games. */
export interface TournamentPlan {
  /** The environment's spec. */
  env: string;
  /** Specs of the agents, all different (see `numbered`). */
  agents: string[];
  /** Games for each pair of agents; episodes for each agent in a single-player environment. */
  games: number;
  seed: string | number;
  /** Who meets whom in board games; 'round-robin' if not given. In a gauntlet the first agent meets all others. */
  schedule?: TournamentSchedule;
  /** Two agents in a board game: end as soon as this test is decided; `games` is then the most that are played. */
  sprt?: SprtOptions;
  /** Random moves at the start of each game; 0 if not given. */
  openingPlies?: number;
  /** Board games: the openings of the rounds, one after the other; random moves may follow. */
  openings?: Action[][];
  /** Games end after this many moves as draws, episodes are cut. */
  limit?: number;
  /** Ends games of two players early. */
  adjudication?: Adjudication;
  /** Keep what the agents thought in the replays. */
  accounts?: boolean;
  /** How board games are rated. */
  ratings?: RatingPlan;
}

/** `RatingOptions` as plain data, with agents by their names. */
export interface RatingPlan extends Pick<RatingOptions, 'prior' | 'firstPlayerAdvantage'> {
  /** Agents whose rating is known. */
  anchors?: Record<string, number>;
}

/** What differs between tournaments of single-player environments, which are made of episodes, and those of board games. */
import type { Environment } from '@agon/envs';
import { countGames, seatOfEpisode, seatsOfGame, type Meetings } from './schedule.js';

/** A tournament's kind. */
export interface Contest {
  /** How many agents it needs. */
  readonly fewestAgents: number;
  /** Whether a sequential test can compare two agents in it. */
  readonly isTestable: boolean;
  /** The results that one of its games may have, in words. */
  readonly results: string;
  /** Whether a game may have this result. */
  isPossible(result: readonly number[]): boolean;
  /** How many games, or episodes, a plan has. */
  countGames(plan: Meetings): number;
  /** The agents of the game with this id; undefined where a plan has no such game. */
  seatsOf(id: string, plan: Meetings): number[] | undefined;
}

/** By the kind of the environment. */
export const contests: Readonly<Record<Environment['kind'], Contest>> = {
  env: {
    fewestAgents: 1,
    isTestable: false,
    results: 'one number',
    isPossible: (result) => result.length === 1,
    countGames: ({ numAgents, games }) => games * numAgents,
    seatsOf: seatOfEpisode,
  },
  game: {
    fewestAgents: 2,
    isTestable: true,
    results: '1 : -1, 0 : 0 or -1 : 1',
    isPossible: (result) =>
      result.length === 2 && [-1, 0, 1].includes(result[0]) && result[0] + result[1] === 0,
    countGames,
    seatsOf: seatsOfGame,
  },
};

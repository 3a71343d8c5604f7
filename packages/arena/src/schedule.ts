/** Who plays whom, from which opening, with which seed: a tournament as a list of plain jobs. */
import { AgonError, RandomStream } from '@agon/core';
import type { Action, Game } from '@agon/envs';

/** One game or episode to be played. Plain data: it can be sent to a worker. */
export interface Job {
  /** Unique in its tournament, and the same whenever the tournament is planned again. */
  id: string;
  /** Agents by index, one for each seat, first to move first. One agent in a single-player environment. */
  seats: number[];
  /** Moves played before the agents are asked. */
  opening: Action[];
  seed: string;
}

interface SchedulePlan {
  numAgents: number;
  /** Games for each pair of agents. */
  games: number;
  seed: string | number;
  /** Random moves at the start of each game, the same for both games of a pair and for all pairs of agents. */
  openingPlies: number;
  /** Openings in order, taken again from the first when there are more rounds; random moves may follow. */
  openings?: readonly (readonly Action[])[];
  schedule: TournamentSchedule;
}

/** The round of a job of board games: games of one round between the same agents are a pair. */
export const roundOf = (id: string): number => Math.floor(Number(id.split('-')[2]) / 2);

/** `start`, and random legal moves that do not end the game, or as many as there are; a pass only where it is the only move. */
function openingFrom(start: readonly Action[], game: Game, plies: number, seed: string): Action[] {
  const rng = new RandomStream(seed);
  const state = game.newInitialState();
  for (const action of start) state.apply(action);
  for (let ply = start.length; ply < start.length + plies; ply++) {
    const actions = state.legalActions();
    while (actions.length) {
      const [action] = actions.splice(rng.int(actions.length), 1);
      if (action === game.pass && actions.length) continue;
      state.apply(action);
      if (!state.isTerminal) break;
      state.undo();
    }
    if (state.history.length === ply) break; // every move would end the game
  }
  return [...state.history];
}

/** What of a plan decides who meets whom. */
export type Meetings = Pick<SchedulePlan, 'numAgents' | 'games' | 'schedule'>;

/** How many games a plan of board games has. */
export const countGames = ({ numAgents, games, schedule }: Meetings): number =>
  games * (schedule === 'gauntlet' ? numAgents - 1 : (numAgents * (numAgents - 1)) / 2);

/** The agents and the number of a job's id, "a-b-k" or "a-k"; undefined where a plan has no such agents or number. */
function partsOf(id: string, { numAgents, games }: Meetings): { agents: number[]; k: number } | undefined {
  const numbers = id.split('-').map(Number);
  if (numbers.join('-') !== id || !numbers.every((n) => Number.isSafeInteger(n) && n >= 0)) return undefined;
  const agents = numbers.slice(0, -1);
  const k = numbers[agents.length];
  return k >= games || agents.some((agent) => agent >= numAgents) ? undefined : { agents, k };
}

/** The agents of the game with this id, the first to move first; undefined where a plan of board games has no such game. */
export function seatsOfGame(id: string, plan: Meetings): number[] | undefined {
  const parts = partsOf(id, plan);
  if (parts?.agents.length !== 2) return undefined;
  const [a, b] = parts.agents;
  if (a >= b || (plan.schedule === 'gauntlet' && a > 0)) return undefined;
  return parts.k % 2 === 0 ? [a, b] : [b, a];
}

/** The agent of the episode with this id; undefined where a plan of episodes has no such episode. */
export function seatOfEpisode(id: string, plan: Meetings): number[] | undefined {
  const parts = partsOf(id, plan);
  return parts?.agents.length === 1 ? parts.agents : undefined;
}

/** Who meets whom: everybody everybody else, or the first agent all others. */
export type TournamentSchedule = 'round-robin' | 'gauntlet';

/** The pairs of agents that meet. */
function meetings(numAgents: number, schedule: TournamentSchedule): [a: number, b: number][] {
  const pairs: [number, number][] = [];
  for (let a = 0; a < (schedule === 'gauntlet' ? 1 : numAgents); a++) {
    for (let b = a + 1; b < numAgents; b++) pairs.push([a, b]);
  }
  return pairs;
}

/**
 * A tournament of board games: games come in pairs with seats swapped on one opening; each round goes through all pairs
 * of agents, so that a tournament that is cut short is still balanced. Job ids are "a-b-k"; games 2r and 2r + 1 of two
 * agents are a pair.
 * @throws unsupported for games of other than two players; bad-option for fewer than two agents or games
 */
export function gamePairs(game: Game, plan: SchedulePlan): Job[] {
  const { numAgents, games, seed, openingPlies, openings = [[]], schedule } = plan;
  if (game.numPlayers !== 2) {
    throw new AgonError('unsupported', `tournaments are for two players; ${game.id} has ${game.numPlayers}.`);
  }
  const jobs: Job[] = [];
  for (let round = 0; round < games; round += 2) {
    const start = openings[(round / 2) % openings.length];
    const opening = openingFrom(start, game, openingPlies, `${seed} / opening ${round / 2}`);
    for (const [a, b] of meetings(numAgents, schedule)) {
      for (let k = round; k < Math.min(games, round + 2); k++) {
        const seats = k % 2 === 0 ? [a, b] : [b, a];
        jobs.push({ id: `${a}-${b}-${k}`, seats, opening, seed: `${seed} / game ${a}-${b}-${k}` });
      }
    }
  }
  return jobs;
}

/** Episodes of a single-player environment: the same seeds for every agent. */
export function episodes(plan: Pick<SchedulePlan, 'numAgents' | 'games' | 'seed'>): Job[] {
  const jobs: Job[] = [];
  for (let k = 0; k < plan.games; k++) {
    for (let a = 0; a < plan.numAgents; a++) {
      jobs.push({ id: `${a}-${k}`, seats: [a], opening: [], seed: `${plan.seed} / episode ${k}` });
    }
  }
  return jobs;
}

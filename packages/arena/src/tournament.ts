/** Tournaments: round robins of board games, and agents on the same episodes of single-player environments. */
import { AgonError, type Rng } from '@agon/core';
import type { Agent } from '@agon/agents';
import { makeEnvironment, type Environment } from '@agon/envs';
import { playGame, recordEpisode } from './record.js';
import type { RatingOptions } from './ratings.js';
import { episodes, roundRobin, type Job } from './schedule.js';
import {
  gameStandings,
  scoreStandings,
  type GameRecord,
  type GameStandings,
  type ScoreStandings,
} from './standings.js';

/** What decides a tournament. Plain data. */
export interface TournamentPlan {
  /** The environment's spec. */
  env: string;
  /** Specs of the agents, all different. */
  agents: string[];
  /** Games for each pair of agents; episodes for each agent in a single-player environment. */
  games: number;
  seed: string | number;
  /** Random moves at the start of each game; 0 if not given. */
  openingPlies?: number;
  /** Games end after this many moves as draws, episodes are cut. */
  limit?: number;
  /** Keep what the agents thought in the replays. */
  accounts?: boolean;
}

export interface TournamentOptions extends TournamentPlan {
  /** Makes an agent from its spec; called once for each agent. */
  makeAgent: (spec: string, environment: Environment) => Promise<Agent>;
  /** Games that were played before: they are not played again. */
  played?: readonly GameRecord[];
  /** Called after each game, before the next one starts. */
  onGame?: (record: GameRecord, done: number, total: number) => void;
  ratings?: RatingOptions;
  signal?: AbortSignal;
}

export type TournamentResult = { env: string; seed: string | number } & (GameStandings | ScoreStandings);

/** The jobs of a tournament, in the order in which they are played. @throws bad-option, unknown-env, unsupported */
export function planTournament(plan: TournamentPlan, environment = makeEnvironment(plan.env)): Job[] {
  const { agents, games, seed, openingPlies = 0 } = plan;
  if (!Number.isInteger(games) || games < 1) {
    throw new AgonError('bad-option', `games must be a whole number from 1 on, got ${games}.`);
  }
  if (!Number.isInteger(openingPlies) || openingPlies < 0) {
    throw new AgonError('bad-option', `openingPlies must be a whole number from 0 on, got ${openingPlies}.`);
  }
  const least = environment.kind === 'game' ? 2 : 1;
  if (agents.length < least) {
    throw new AgonError('bad-option', `a tournament needs at least ${least} agents, got ${agents.length}.`);
  }
  const twice = agents.find((agent, i) => agents.indexOf(agent) !== i);
  if (twice !== undefined) {
    throw new AgonError('bad-option', `"${twice}" is named twice; an agent plays once in a tournament.`);
  }
  if (environment.kind === 'env') return episodes({ numAgents: agents.length, games, seed });
  return roundRobin(environment.game, { numAgents: agents.length, games, seed, openingPlies });
}

/** An agent that notes whether it drew a random number. */
class Watched implements Agent {
  private readonly agent: Agent;
  drew = false;

  constructor(agent: Agent) {
    this.agent = agent;
  }

  get name(): string {
    return this.agent.name;
  }

  reset(): void {
    this.drew = false;
    this.agent.reset();
  }

  act(situation: Parameters<Agent['act']>[0], rng: Rng): ReturnType<Agent['act']> {
    const watched: Rng = {
      uniform: () => {
        this.drew = true;
        return rng.uniform();
      },
      int: (n) => {
        this.drew = true;
        return rng.int(n);
      },
    };
    return this.agent.act(situation, watched);
  }

  account(): ReturnType<Agent['account']> {
    return this.agent.account();
  }

  dispose(): Promise<void> {
    return this.agent.dispose();
  }
}

/** Plays one job. `agents` are all agents of the tournament. */
export async function playJob(
  job: Job,
  agents: readonly Agent[],
  environment: Environment,
  plan: Pick<TournamentPlan, 'limit' | 'accounts'>,
  signal?: AbortSignal,
): Promise<GameRecord> {
  const { id, seats, opening, seed } = job;
  const players = seats.map((seat) => new Watched(agents[seat]));
  const options = { seed, accounts: plan.accounts, limit: plan.limit, signal };
  const replay =
    environment.kind === 'env'
      ? await recordEpisode(players[0], environment.env, options)
      : await playGame(players, environment.game, { ...options, opening, forfeits: true });
  return { id, seats, opening, random: players.some((player) => player.drew), replay };
}

/** The table of what was played. */
export function tournamentResult(
  plan: TournamentPlan,
  records: readonly GameRecord[],
  kind: Environment['kind'],
  ratings?: RatingOptions,
): TournamentResult {
  const { env, seed, agents } = plan;
  const standings =
    kind === 'env' ? scoreStandings(agents, records, seed) : gameStandings(agents, records, ratings);
  return { env, seed, ...standings };
}

/**
 * Plays a tournament in this thread. Equal plans give equal games, except where agents are not deterministic.
 * @throws as `planTournament`; what makeAgent throws; interrupted
 */
export async function tournament(options: TournamentOptions): Promise<TournamentResult> {
  const environment = makeEnvironment(options.env);
  const jobs = planTournament(options, environment);
  const records = [...(options.played ?? [])];
  const done = new Set(records.map(({ id }) => id));
  const agents: Agent[] = [];
  try {
    for (const spec of options.agents) agents.push(await options.makeAgent(spec, environment));
    for (const job of jobs) {
      if (done.has(job.id)) continue;
      const record = await playJob(job, agents, environment, options, options.signal);
      records.push(record);
      options.onGame?.(record, records.length, jobs.length);
    }
  } finally {
    for (const agent of agents) await agent.dispose();
  }
  return tournamentResult(options, records, environment.kind, options.ratings);
}

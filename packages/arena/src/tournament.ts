/** Tournaments: round robins of board games, and agents on the same episodes of single-player environments. */
import { AgonError, type Rng } from '@agon/core';
import type { Agent } from '@agon/agents';
import { makeEnvironment, type Environment } from '@agon/envs';
import { adjudicator, type Adjudication } from './adjudication.js';
import { playGame, recordEpisode } from './record.js';
import type { RatingOptions } from './ratings.js';
import { pairCounts } from './pairStatistics.js';
import { episodes, gamePairs, type Job, type TournamentSchedule } from './schedule.js';
import { sprt, sprtBounds, type SprtOptions, type SprtResult } from './sprt.js';
import { scoreStandings, type ScoreStandings } from './scoreStandings.js';
import { gameStandings, withoutDuplicates, type GameRecord, type GameStandings } from './standings.js';

/** What decides a tournament. Plain data. */
export interface TournamentPlan {
  /** The environment's spec. */
  env: string;
  /** Specs of the agents, all different. */
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
  /** Games end after this many moves as draws, episodes are cut. */
  limit?: number;
  /** Ends games of two players early. */
  adjudication?: Adjudication;
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

export type TournamentResult = { env: string; seed: string | number; sprt?: SprtResult & SprtOptions } & (
  GameStandings | ScoreStandings
);

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
  if (plan.sprt) {
    sprtBounds(plan.sprt);
    if (environment.kind === 'env' || agents.length !== 2) {
      throw new AgonError(
        'bad-option',
        `a sequential test compares two agents in a board game, got ${agents.length} in ${plan.env}.`,
      );
    }
  }
  if (environment.kind === 'env') return episodes({ numAgents: agents.length, games, seed });
  const { schedule = 'round-robin' } = plan;
  return gamePairs(environment.game, { numAgents: agents.length, games, seed, openingPlies, schedule });
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
  plan: Pick<TournamentPlan, 'limit' | 'accounts' | 'adjudication'>,
  signal?: AbortSignal,
): Promise<GameRecord> {
  const { id, seats, opening, seed } = job;
  const players = seats.map((seat) => new Watched(agents[seat]));
  const options = { seed, accounts: plan.accounts, limit: plan.limit, signal };
  if (environment.kind === 'env') {
    const replay = await recordEpisode(players[0], environment.env, options);
    return { id, seats, opening, random: players[0].drew, replay };
  }
  const judge = plan.adjudication && adjudicator(plan.adjudication);
  const replay = await playGame(players, environment.game, {
    ...options,
    opening,
    forfeits: true,
    adjudicate: judge && ((state, account, player) => judge(state.history.length, account, player)),
  });
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
  if (kind === 'env') return { env, seed, ...scoreStandings(agents, records, seed) };
  const standings = gameStandings(agents, records, { ratings, seed });
  if (!plan.sprt) return { env, seed, ...standings };
  const test = sprtOf(plan.sprt, records);
  if (test.decision !== 'continue') {
    standings.warnings.push(
      `the sequential test ended the match with ${test.decision}: its question is answered, but the Elo of a match that was ended by its own result is biased.`,
    );
  }
  return { env, seed, sprt: { ...test, ...plan.sprt }, ...standings };
}

/** Where the sequential test of the first two agents stands; repeated games count once. */
function sprtOf(options: SprtOptions, records: readonly GameRecord[]): SprtResult {
  return sprt(pairCounts(withoutDuplicates(records), 0, 1), options);
}

/** Whether a sequential test has ended the tournament. It is looked at after whole pairs, 100 times for each tenfold. */
export function isDecided({ sprt: options }: TournamentPlan, records: readonly GameRecord[]): boolean {
  const pairs = records.length / 2;
  if (!options || pairs === 0 || pairs % Math.ceil(pairs / 100) !== 0) return false;
  return sprtOf(options, records).decision !== 'continue';
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
      if (isDecided(options, records)) break;
      const record = await playJob(job, agents, environment, options, options.signal);
      records.push(record);
      options.onGame?.(record, records.length, jobs.length);
    }
  } finally {
    for (const agent of agents) await agent.dispose();
  }
  return tournamentResult(options, records, environment.kind, options.ratings);
}

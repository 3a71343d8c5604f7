/** Tournaments: round robins of board games, and agents on the same episodes of single-player environments. */
import { AgonError, requireMemory, unknownName } from '@agon/core';
import { gameOf, makeEnvironment, type Environment } from '@agon/envs';
import { poolOf, type Pool } from '@agon/learning';
import { contests } from './contests.js';
import { GameSession, type Games } from './gameSession.js';
import type { MakeAgent } from './makeAgents.js';
import type { RatingOptions } from './ratings.js';
import { pairCounts } from './pairStatistics.js';
import { episodes, gamePairs, type Job, type Meetings } from './schedule.js';
import { sprt, sprtBounds, type SprtOptions, type SprtResult } from './sprt.js';
import { scoreStandings, type ScoreStandings } from './scoreStandings.js';
import { withoutDuplicates, type GameRecord } from './gameRecord.js';
import { gameStandings, type GameStandings } from './standings.js';
import type { TournamentPlan } from './tournamentPlan.js';

/** Ratings and what moving first is worth may differ by so much that a game between tells nothing any more. */
const LARGEST_DIFFERENCE = 5000;
const PRIOR = { least: 1e-6, most: 1e6 };

/** How the games of a plan are rated. @throws bad-option for an anchor that does not play, and for numbers out of range */
export function ratingOptions({
  ratings = {},
  agents,
}: Pick<TournamentPlan, 'ratings' | 'agents'>): RatingOptions {
  const anchors = new Map<number, number>();
  for (const [agent, elo] of Object.entries(ratings.anchors ?? {})) {
    const index = agents.indexOf(agent);
    if (index < 0)
      throw unknownName(
        'bad-option',
        'anchor',
        agent,
        agents,
        `It must be one of the agents: ${agents.join(', ')}.`,
      );
    anchors.set(index, elo);
  }
  const { prior = 0, firstPlayerAdvantage = 0 } = ratings;
  if (!(prior === 0 || (prior >= PRIOR.least && prior <= PRIOR.most))) {
    const text = `the prior must be 0, or a number of draws from ${PRIOR.least} to ${PRIOR.most}, got ${prior}.`;
    throw new AgonError('bad-option', text);
  }
  const known = [...anchors.values()];
  const spread = known.length ? Math.max(...known) - Math.min(...known) : 0;
  const advantage = firstPlayerAdvantage === 'estimate' ? 0 : Math.abs(firstPlayerAdvantage);
  if (!(spread <= LARGEST_DIFFERENCE && advantage <= LARGEST_DIFFERENCE)) {
    const text = `anchors may lie ${LARGEST_DIFFERENCE} Elo apart, and moving first may be worth as much, got ${spread} and ${advantage}.`;
    throw new AgonError('bad-option', text);
  }
  return { ...ratings, anchors };
}

/** A plan, and how its games come to be played. */
export interface TournamentOptions extends TournamentPlan {
  /** Makes an agent from its spec; called once for each agent. */
  makeAgent: MakeAgent;
  /** Who plays the games; one player in this thread if not given. It is closed at the end. */
  openPool?: () => Promise<Pool<Games>>;
  /** Games that were played before: they are not played again. */
  played?: readonly GameRecord[];
  /** Called after each game, before the next one starts. */
  onGame?: (record: GameRecord, done: number, total: number) => void;
  signal?: AbortSignal;
}

/** The standings, with what was played; `sprt` where a sequential test decided when to stop. */
export type TournamentResult = { env: string; seed: string | number; sprt?: SprtResult & SprtOptions } & (
  GameStandings | ScoreStandings
);

/** What is kept of a game: the job that it was planned as, and its record. */
const GAME_BYTES = 1000;

/** @throws bad-option for more games than memory has room for */
function requireRoom(games: number): void {
  requireMemory('this tournament', [
    {
      what: `${games.toLocaleString('en-US')} games`,
      bytes: games * GAME_BYTES,
      lower: 'the number of games',
      isObjects: true,
    },
  ]);
}

/** @throws bad-option, unsupported where a plan cannot be played */
function checkPlan(plan: TournamentPlan, environment: Environment): void {
  const { agents, games, openingPlies = 0 } = plan;
  if (!Number.isInteger(games) || games < 1) {
    throw new AgonError('bad-option', `games must be a whole number from 1 on, got ${games}.`);
  }
  if (!Number.isInteger(openingPlies) || openingPlies < 0) {
    throw new AgonError('bad-option', `openingPlies must be a whole number from 0 on, got ${openingPlies}.`);
  }
  const { fewestAgents, isTestable } = contests[environment.kind];
  if (agents.length < fewestAgents) {
    throw new AgonError(
      'bad-option',
      `a tournament needs at least ${fewestAgents} agents, got ${agents.length}.`,
    );
  }
  const twice = agents.find((agent, i) => agents.indexOf(agent) !== i);
  if (twice !== undefined) {
    throw new AgonError('bad-option', `"${twice}" is named twice; call the second one "${twice}#2".`);
  }
  ratingOptions(plan);
  if (plan.sprt) {
    sprtBounds(plan.sprt);
    if (!isTestable || agents.length !== 2) {
      throw new AgonError(
        'bad-option',
        `a sequential test compares two agents in a board game, got ${agents.length} in ${plan.env}.`,
      );
    }
  }
}

/** What of a plan decides who plays whom. */
const scheduleOf = ({ agents, games, schedule = 'round-robin' }: TournamentPlan): Meetings => ({
  numAgents: agents.length,
  games,
  schedule,
});

/** How many games a tournament has, without planning them. @throws as `planTournament` */
export function numberOfGames(plan: TournamentPlan, environment = makeEnvironment(plan.env)): number {
  checkPlan(plan, environment);
  return contests[environment.kind].countGames(scheduleOf(plan));
}

/** The agents of the game with this id; undefined where the tournament has no such game. */
export const seatsInPlan = (
  id: string,
  plan: TournamentPlan,
  kind: Environment['kind'],
): number[] | undefined => contests[kind].seatsOf(id, scheduleOf(plan));

/** The jobs of a tournament, in the order in which they are played. @throws bad-option, unknown-env, unsupported */
export function planTournament(plan: TournamentPlan, environment = makeEnvironment(plan.env)): Job[] {
  checkPlan(plan, environment);
  const { seed, openingPlies = 0, openings } = plan;
  const schedule = scheduleOf(plan);
  requireRoom(contests[environment.kind].countGames(schedule));
  const game = gameOf(environment);
  if (!game) return episodes({ ...schedule, seed });
  return gamePairs(game, { ...schedule, seed, openingPlies, openings });
}

/** The table of what was played. */
export function tournamentResult(
  plan: TournamentPlan,
  records: readonly GameRecord[],
  kind: Environment['kind'],
): TournamentResult {
  const { env, seed, agents } = plan;
  if (kind === 'env') return { env, seed, ...scoreStandings(agents, records, seed) };
  const standings = gameStandings(agents, records, { ratings: ratingOptions(plan), seed });
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
 * Plays a tournament. Equal plans give equal games whoever plays them, except where agents are not deterministic; with
 * more than one player they end in another order.
 * @throws as `planTournament`; what makeAgent throws; interrupted; what the first player that fails throws
 */
export async function tournament(options: TournamentOptions): Promise<TournamentResult> {
  const environment = makeEnvironment(options.env);
  const jobs = planTournament(options, environment);
  const order = new Map(jobs.map(({ id }, index) => [id, index]));
  const records = [...(options.played ?? [])];
  const done = new Set(records.map(({ id }) => id));
  const pool = await openPool(options, environment);
  function* waiting(): Generator<Job> {
    for (const job of jobs) {
      if (done.has(job.id)) continue;
      if (isDecided(options, records)) return;
      yield job;
    }
  }
  const onResult = (record: GameRecord): void => {
    records.push(record);
    options.onGame?.(record, records.length, jobs.length);
  };
  try {
    const round = pool.begin(waiting(), { common: null, signal: options.signal, onResult });
    if (!(await round.finish())) throw new AgonError('interrupted', 'stopped before the games were over.');
  } finally {
    await pool.close();
  }
  records.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  return tournamentResult(options, records, environment.kind);
}

/** The pool that was given, or one player in this thread. */
async function openPool(options: TournamentOptions, environment: Environment): Promise<Pool<Games>> {
  if (options.openPool) return options.openPool();
  return poolOf([], await GameSession.open(options, environment, options.makeAgent));
}

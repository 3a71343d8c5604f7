/** The games of a tournament as jobs, and who plays them. */
import type { Agent } from '@agon/agents';
import type { Rng } from '@agon/core';
import type { Environment } from '@agon/envs';
import type { Hooks, PlainWork, Session } from '@agon/learning';
import { specOf } from './agentNames.js';
import { adjudicator } from './adjudication.js';
import { makeAgents, release, type MakeAgent } from './makeAgents.js';
import { playGame, recordEpisode } from './record.js';
import type { Job } from './schedule.js';
import type { GameRecord } from './gameRecord.js';
import type { TournamentPlan } from './tournamentPlan.js';

/** Where trained agents lie. */
export interface AgentPlaces {
  runsDir: string;
  /** Folders of trained agents that are kept; the first that has a name wins. */
  zooDirs?: readonly string[];
}

export type Games = PlainWork<{
  setup: { plan: TournamentPlan; places: AgentPlaces };
  common: null;
  job: Job;
  result: GameRecord;
  progress: null;
}>;

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

  analysis(): ReturnType<Agent['analysis']> {
    return this.agent.analysis();
  }

  interrupt(): void {
    this.agent.interrupt?.();
  }

  dispose(): Promise<void> {
    return this.agent.dispose();
  }
}

/** Plays one job. `agents` are all agents of the tournament. */
async function playJob(
  job: Job,
  agents: readonly Agent[],
  environment: Environment,
  plan: Pick<TournamentPlan, 'limit' | 'accounts' | 'adjudication'>,
  signal: AbortSignal,
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

/** Plays games, with one agent of each kind. */
export class GameSession implements Session<Games> {
  private readonly plan: TournamentPlan;
  private readonly environment: Environment;
  private readonly agents: Agent[];

  private constructor(plan: TournamentPlan, environment: Environment, agents: Agent[]) {
    this.plan = plan;
    this.environment = environment;
    this.agents = agents;
  }

  /** Makes all agents of the plan. */
  static async open(
    plan: TournamentPlan,
    environment: Environment,
    makeAgent: MakeAgent,
  ): Promise<GameSession> {
    const specs = plan.agents.map((agent) => specOf(agent, plan.agents));
    return new GameSession(plan, environment, await makeAgents(specs, environment, makeAgent));
  }

  /** @throws interrupted where the signal is aborted; what the agents throw but for what forfeits a game */
  run(job: Job, _common: null, { signal }: Hooks<Games>): Promise<GameRecord> {
    return playJob(job, this.agents, this.environment, this.plan, signal);
  }

  async close(): Promise<void> {
    await release(this.agents.splice(0));
  }
}

/** Plays and records: one episode of an environment, or one game between agents, as a replay. */
import { RESIGN, type Analysis, type Agent } from '@agon/agents';
import { AgonError, breath, RandomStream, type ErrorCode, type Json } from '@agon/core';
import { observationArray, type Action, type Env, type Game, type State } from '@agon/envs';
import { HASH_EVERY } from '@agon/learning';
import type { Replay, ReplayEnd } from '@agon/runs';

/** Steps after which an episode is cut where nothing else is said: 30 minutes at 60 frames a second, no frame skip. */
const EPISODE_LIMIT = 108_000;

/** How an episode or game is recorded. */
export interface RecordOptions {
  /** Seeds the environment and, by name, one stream for each player. */
  seed: string;
  /** Keep what the agents thought at each action. */
  accounts?: boolean;
  /** Cut after this many actions. */
  limit?: number;
  /** When aborted, the recording stops. @throws interrupted */
  signal?: AbortSignal;
}

function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AgonError('interrupted', 'stopped before the game was over.');
}

/**
 * Plays one episode from `env.reset(seed)` on; the agent's stream is named "SEED / player 0".
 * An episode that reaches `limit` has `ended.reason` "limit".
 */
export async function recordEpisode(agent: Agent, env: Env, options: RecordOptions): Promise<Replay> {
  const { seed, accounts = false, limit = EPISODE_LIMIT, signal } = options;
  const rng = new RandomStream(`${seed} / player 0`);
  const observation = observationArray(env.observation);
  const situation = { kind: 'env', observation, env } as const;
  const replay: Replay = {
    format: 1,
    env: env.id,
    options: { ...env.options } as Record<string, Json>,
    version: env.version,
    players: [agent.name],
    seed,
    actions: [],
    hashes: [],
    result: [0],
  };
  if (accounts) replay.account = [];
  env.reset(seed);
  agent.reset();
  for (;;) {
    if (replay.actions.length === limit) {
      replay.ended = { reason: 'limit' };
      break;
    }
    const turn = breath();
    if (turn) await turn;
    checkSignal(signal);
    env.observe(observation);
    const answer = agent.act(situation, rng);
    const action = typeof answer === 'number' ? answer : await answer;
    replay.account?.push(agent.analysis() ?? null);
    const { reward, terminated, truncated } = env.step(action);
    replay.result[0] += reward;
    replay.actions.push(action);
    if (replay.actions.length % HASH_EVERY === 0) replay.hashes.push(env.hash());
    if (terminated || truncated) break;
  }
  replay.hashes.push(env.hash());
  return replay;
}

/** What an adjudicator says of a running game: nothing (play on), or the returns and why. */
export interface Verdict {
  result: number[];
  ended: ReplayEnd;
}

/** How a board game is recorded, and what may happen in it. */
export interface PlayOptions extends RecordOptions {
  /** Moves played before the agents are asked. */
  opening?: readonly Action[];
  /** Asked after each move of an agent; an answer ends the game. */
  adjudicate?: (state: State, account: Analysis | undefined, player: number) => Verdict | undefined;
  /** Called after each move, the opening's included. */
  onMove?: (state: State) => void;
  /** A player that moves illegally or whose engine fails loses that game (`ended` says why) instead of throwing. */
  forfeits?: boolean;
}

/** What an agent may do wrong without the tournament being at fault. */
const FORFEITS: readonly ErrorCode[] = ['illegal-action', 'engine-protocol'];

function illegal(agent: Agent, state: State, action: Action): AgonError {
  const player = state.currentPlayer;
  const text = `${agent.name} (${state.game.playerNames[player]}) played ${action}, which is not legal after ${state.history.length} moves.`;
  return new AgonError('illegal-action', text, { details: { player, action } });
}

/** The loser gets −1, the others share what it lost. */
function loss(player: number, numPlayers: number, ended: ReplayEnd): Verdict {
  const result = Array.from({ length: numPlayers }, (_, i) => (i === player ? -1 : 1 / (numPlayers - 1)));
  return { result, ended };
}

/** An answer, given up where the signal is aborted and the agent can be stopped. */
async function stoppable(agent: Agent, answer: Promise<Action>, signal?: AbortSignal): Promise<Action> {
  if (!signal || !agent.interrupt) return answer;
  const stop = (): void => agent.interrupt?.();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await answer;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Plays one game; `agents[i]` sits on seat i and draws from the stream "SEED / player i".
 * A player that resigns loses (`ended.reason` "resign").
 * A game that reaches `limit` moves is a draw by adjudication (`ended.reason` "limit", returns 0).
 * @throws what an agent throws; illegal-action where it plays an illegal move, with its seat in `details.player`
 */
export async function playGame(agents: readonly Agent[], game: Game, options: PlayOptions): Promise<Replay> {
  if (agents.length !== game.numPlayers) {
    throw new AgonError(
      'bad-option',
      `${game.id} has ${game.numPlayers} players, got ${agents.length} agents; name one for each seat.`,
    );
  }
  const { seed, accounts = false, limit = game.maxGameLength, opening = [], signal } = options;
  const streams = agents.map((_, player) => new RandomStream(`${seed} / player ${player}`));
  const state = game.newInitialState();
  const hashes: number[] = [];
  const account: (Analysis | null)[] = [];
  let verdict: Verdict | undefined;
  const applied = (): void => {
    if (state.history.length % HASH_EVERY === 0) hashes.push(state.hash());
    options.onMove?.(state);
  };
  for (const agent of agents) agent.reset();
  for (const action of opening) {
    state.apply(action);
    account.push(null);
    applied();
  }
  while (!state.isTerminal && !verdict) {
    if (state.history.length >= limit) {
      verdict = { result: agents.map(() => 0), ended: { reason: 'limit' } };
      break;
    }
    const turn = breath();
    if (turn) await turn;
    checkSignal(signal);
    const player = state.currentPlayer;
    const agent = agents[player];
    let action: Action;
    try {
      const answer = agent.act({ kind: 'game', state }, streams[player]);
      action = typeof answer === 'number' ? answer : await stoppable(agent, answer, signal);
      if (action === RESIGN) {
        verdict = loss(player, agents.length, { reason: 'resign', player });
        break;
      }
      if (!state.isLegal(action)) throw illegal(agent, state, action);
    } catch (error) {
      if (!options.forfeits || !(error instanceof AgonError) || !FORFEITS.includes(error.code)) throw error;
      verdict = loss(player, agents.length, { reason: 'forfeit', player, text: error.message });
      break;
    }
    const thought = agent.analysis();
    account.push(accounts ? (thought ?? null) : null);
    state.apply(action);
    applied();
    if (!state.isTerminal) verdict = options.adjudicate?.(state, thought, player);
  }
  hashes.push(state.hash());
  const replay: Replay = {
    format: 1,
    env: game.id,
    options: { ...game.options } as Record<string, Json>,
    version: game.version,
    players: agents.map((agent) => agent.name),
    seed,
    actions: [...state.history],
    hashes,
    result: verdict ? verdict.result : state.returns(),
  };
  if (verdict) replay.ended = verdict.ended;
  if (accounts) replay.account = account;
  return replay;
}

/** Episodes of an evaluation as jobs. */
import type { Agent } from '@agon/agents';
import { AgonError } from '@agon/core';
import type { Environment } from '@agon/envs';
import type { PlainWork, Session } from '@agon/learning';
import type { Replay } from '@agon/runs';
import type { AgentPlaces } from './gameSession.js';
import { playGame, recordEpisode } from './record.js';

/** What decides about an episode beside its number. */
interface EpisodeOptions {
  /** Episode i is seeded "SEED / episode i"; equal seeds give equal returns. */
  seed: string | number;
  /** Cut episodes after this many actions. */
  limit?: number;
}

/** What is kept of an episode. */
export interface EpisodeSummary {
  /** From the agent's view, undiscounted. */
  episodeReturn: number;
  /** The agent's decisions; in games all players' moves. */
  steps: number;
  /** Whether the step limit cut it. */
  isCut: boolean;
}

export type Episodes = PlainWork<{
  /** Agents by their specs. */
  setup: EpisodeOptions & {
    env: string;
    agent: string;
    opponent?: string;
    /** On what the agent sees: "fgsm:epsilon=0.01". */
    attack?: string;
    places: AgentPlaces;
  };
  common: null;
  /** Episodes `first`, `first + 1`, … */
  job: { first: number; count: number };
  result: EpisodeSummary[];
  progress: null;
}>;

/** Who plays the episodes. */
interface EpisodePlayers extends EpisodeOptions {
  agent: Agent;
  environment: Environment;
  /** Board games: who sits on the other seats. Seats rotate from game to game. */
  opponent?: Agent;
}

/** Plays episodes with these agents. @throws bad-option in a board game without an opponent */
export function episodesOf(players: EpisodePlayers): Pick<Session<Episodes>, 'run'> {
  const { environment, opponent } = players;
  if (environment.kind === 'game' && !opponent) {
    throw new AgonError(
      'bad-option',
      `${environment.game.id} is played against somebody: name an opponent, such as "random".`,
    );
  }
  return {
    async run({ first, count }, _common, { signal }) {
      const summaries: EpisodeSummary[] = [];
      for (let index = first; index < first + count; index++)
        summaries.push(await playEpisode(index, players, signal));
      return summaries;
    },
  };
}

/** @throws interrupted */
async function playEpisode(
  index: number,
  players: EpisodePlayers,
  signal: AbortSignal,
): Promise<EpisodeSummary> {
  const { agent, environment, opponent, limit } = players;
  const options = { seed: `${players.seed} / episode ${index}`, limit, signal };
  let replay: Replay;
  let seat = 0;
  if (environment.kind === 'env') {
    replay = await recordEpisode(agent, environment.env, options);
  } else {
    const { game } = environment;
    seat = index % game.numPlayers;
    const seats = Array.from({ length: game.numPlayers }, (_, i) => (i === seat ? agent : opponent!));
    replay = await playGame(seats, game, options);
  }
  const { result, actions, ended } = replay;
  return { episodeReturn: result[seat], steps: actions.length, isCut: ended?.reason === 'limit' };
}

/** What a worker thread that plays games answers to. */
import { makeEnvironment } from '@agon/envs';
import { posted } from '@agon/learning';
import { LocalPlayer, type MakeAgent } from '../gamePlayer.js';
import type { Job } from '../schedule.js';
import type { GameRecord } from '../gameRecord.js';
import type { TournamentPlan } from '../tournament.js';

/** The messages. Their errors cross as `posted` makes them. */
export interface GameService<Places> {
  open(plan: TournamentPlan, places: Places): Promise<void>;
  play(job: Job): Promise<GameRecord>;
  /** Gives up the game in play: its `play` throws interrupted. */
  stop(): void;
  /** Releases the agents and leaves. */
  close(): Promise<void>;
}

/**
 * @param agentsAt the maker of agents for the places that `open` names
 * @param leave ends this thread's hold on its message port, after the last answer is out
 */
export function gameService<Places>(
  agentsAt: (places: Places) => MakeAgent,
  leave: () => void,
): GameService<Places> {
  const stopping = new AbortController();
  let player: LocalPlayer | undefined;
  let playing: Promise<unknown> = Promise.resolve();

  async function open(plan: TournamentPlan, places: Places): Promise<void> {
    player = await LocalPlayer.open(plan, makeEnvironment(plan.env), agentsAt(places));
  }

  async function play(job: Job): Promise<GameRecord> {
    if (!player) throw new Error('a worker was asked to play before it was opened');
    const game = player.play(job, stopping.signal);
    playing = game.catch(() => undefined); // the one who asked for the game hears of the failure
    return game;
  }

  async function close(): Promise<void> {
    stopping.abort();
    await playing;
    await player?.close();
    leave();
  }

  return {
    open: (plan, places) => posted(open(plan, places)),
    play: (job) => posted(play(job)),
    stop: () => stopping.abort(),
    close,
  };
}

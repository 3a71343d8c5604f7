/** What a self-play worker answers to; the same in Node's worker threads and in Web Workers. */
import { transfer } from 'comlink';
import { posted } from '@agon/learning';
import { buffersOf, type GameBatch } from './gameBatch.js';
import { SelfPlayer, type SelfPlayConfig, type SelfPlayJob } from './selfPlayer.js';

/** The messages of a self-play worker. */
export interface SelfPlayService {
  open(config: SelfPlayConfig): Promise<void>;
  play(job: SelfPlayJob): Promise<GameBatch | undefined>;
  /** Gives up the game in play, releases the session and leaves. */
  close(): Promise<void>;
}

/** @param leave ends this thread's hold on its message port, after the last answer is out */
export function selfPlayService(leave: () => void): SelfPlayService {
  let player: SelfPlayer | undefined;
  let playing: Promise<unknown> = Promise.resolve();

  async function open(config: SelfPlayConfig): Promise<void> {
    player = new SelfPlayer(config);
  }

  async function play(job: SelfPlayJob): Promise<GameBatch | undefined> {
    if (!player) throw new Error('a self-play worker was asked to play before it was opened');
    const played = player.play(job);
    playing = played.catch(() => undefined); // the one who asked for the games hears of the failure
    const games = await played;
    return games && transfer(games, buffersOf(games));
  }

  async function close(): Promise<void> {
    await playing;
    await player?.dispose();
    leave();
  }

  return { open: (config) => posted(open(config)), play: (job) => posted(play(job)), close };
}

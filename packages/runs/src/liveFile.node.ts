/** `live.json`: self-play games of a run as they are played, for whoever watches. It is there only while the run trains. */
import { gameOf, type Environment } from '@agon/envs';
import { makeLiveGames, readLiveGames, type LiveGames } from '@agon/learning';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { TEMPORARY } from './disk.node.js';

/** Boards that are shown, and how often the file is written at most, in milliseconds. */
const BOARDS = 9;
const WRITE_EVERY_MS = 500;

/** Keeps the file up to date until it is closed. What it costs does not depend on the speed of the games. */
export class LiveFile {
  /** Where players put their games; undefined where no board game is played. */
  readonly games: LiveGames | undefined;
  private readonly path: string;
  private readonly timer: NodeJS.Timeout | undefined;
  private written = '';

  constructor(path: string, environment: Environment | undefined) {
    this.path = path;
    const game = environment && gameOf(environment);
    this.games = game && makeLiveGames(BOARDS, game.maxGameLength);
    if (this.games) this.timer = setInterval(() => this.write(), WRITE_EVERY_MS).unref();
  }

  private write(): void {
    const games = this.games ? readLiveGames(this.games) : [];
    const text = JSON.stringify(games);
    if (games.length === 0 || text === this.written) return;
    this.written = text;
    try {
      // Nothing is lost with it, so it is not synced; the rename lets readers see a whole file.
      writeFileSync(this.path + TEMPORARY, text);
      renameSync(this.path + TEMPORARY, this.path);
    } catch {
      clearInterval(this.timer); // a full disk must not end the training, which has its own way to meet it
    }
  }

  close(): void {
    clearInterval(this.timer);
    for (const path of [this.path, this.path + TEMPORARY]) {
      try {
        rmSync(path, { force: true });
      } catch {
        return; // as in `write`; readers see by the lock that nobody writes it any more
      }
    }
  }
}

/** What a batch of games tells while it is played. */
import type { LiveGame } from '@agon/learning';
import type { GameInPlay } from './gameInPlay.js';

/** Milliseconds between two reports: more often than anybody looks. */
const EVERY_MS = 200;

/** Reports games that have gone on since the last report. */
export class GameProgress {
  private readonly report: (games: LiveGame[]) => void;
  /** By game in play: its number in the run, and moves that were told. */
  private readonly games = new Map<GameInPlay, { game: number; told: number }>();
  private lastAt = performance.now();

  constructor(report: (games: LiveGame[]) => void) {
    this.report = report;
  }

  /** @param number the game's number in the run */
  begin(game: GameInPlay, number: number): void {
    this.games.set(game, { game: number, told: 0 });
  }

  /** Reports where the last report is long ago. */
  update(): void {
    if (performance.now() - this.lastAt >= EVERY_MS) this.tell();
  }

  /** Reports now. */
  tell(): void {
    this.lastAt = performance.now();
    const news: LiveGame[] = [];
    for (const [inPlay, known] of this.games) {
      const { state, over } = inPlay;
      if (!over && state.history.length === known.told) continue;
      news.push({ game: known.game, moves: [...state.history], isOver: over });
      known.told = state.history.length;
      if (over) this.games.delete(inPlay);
    }
    if (news.length > 0) this.report(news);
  }
}

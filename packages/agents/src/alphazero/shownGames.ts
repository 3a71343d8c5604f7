/** Games of self-play on boards that are looked at, wherever they are played. */
import { LiveReporter, type LiveGame, type LiveGames } from '@agon/learning';

/** Shows the games of a round on boards, as far as there are free ones. */
export class ShownGames {
  private readonly reporter: LiveReporter;
  private readonly games = new Map<number, { state: { history: readonly number[] }; over: boolean }>();

  constructor(boards: LiveGames) {
    this.reporter = new LiveReporter(boards);
  }

  /** Takes what a job has told of its games. */
  show(progress: readonly LiveGame[]): void {
    for (const { game, moves, isOver } of progress) {
      let shown = this.games.get(game);
      if (!shown) {
        shown = { state: { history: [] }, over: false };
        this.games.set(game, shown);
        this.reporter.begin([shown], game);
      }
      shown.state = { history: moves };
      shown.over = isOver;
    }
    this.reporter.update();
  }

  /** Gives all boards back, also of games that were given up. */
  end(): void {
    this.reporter.end();
  }
}

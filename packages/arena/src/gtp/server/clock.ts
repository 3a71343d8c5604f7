/** The time that a controller grants (GTP 2 specification, section 4.2: Canadian byo-yomi), and what of it one move may take. */
import type { PlayerId } from '@agon/envs';

/** Kept back for the way of a message, as a share of the time and in milliseconds. */
const RESERVE = 0.05;
const LAG_MS = 50;
const LEAST_MS = 10;
/** Moves that a game is expected to go on for at least, for each player. */
const LEAST_MOVES = 15;
/** Moves of a whole game as a share of the board's points. */
const GAME_LENGTH = 0.75;

/** Seconds and stones of a period that a player is in; 0 stones in main time. */
interface Left {
  seconds: number;
  stones: number;
}

export class Clock {
  private settings: { main: number; period: number; stones: number } | undefined;
  private left: [Left, Left] | undefined;

  /** Seconds of main time, then periods of `period` seconds for `stones` moves. A period without stones: no limit at all. */
  configure(main: number, period: number, stones: number): void {
    this.settings = period > 0 && stones === 0 ? undefined : { main, period, stones };
    this.reset();
  }

  /** The beginning of a game. */
  reset(): void {
    const { settings } = this;
    const full = (): Left =>
      settings && settings.main === 0
        ? { seconds: settings.period, stones: settings.stones }
        : { seconds: settings?.main ?? 0, stones: 0 };
    this.left = settings && [full(), full()];
  }

  /** What the controller's clock says. */
  setLeft(colour: PlayerId, seconds: number, stones: number): void {
    this.left ??= [
      { seconds, stones },
      { seconds, stones },
    ];
    this.left[colour] = { seconds, stones };
  }

  /** Takes used time off, where the controller does not say how much is left. */
  use(colour: PlayerId, milliseconds: number): void {
    const left = this.left?.[colour];
    if (!left) return;
    left.seconds -= milliseconds / 1000;
    const { settings } = this;
    const ends = left.stones > 0 ? --left.stones === 0 : left.seconds <= 0;
    if (ends && settings?.stones) Object.assign(left, { seconds: settings.period, stones: settings.stones });
  }

  /** Milliseconds for the next move; undefined without a limit. `moves`: how many were played; `points`: the board's. */
  budget(colour: PlayerId, moves: number, points: number): number | undefined {
    const left = this.left?.[colour];
    if (!left) return undefined;
    const perPeriodMove = this.settings?.stones ? this.settings.period / this.settings.stones : 0;
    const movesLeft = Math.max(LEAST_MOVES, (GAME_LENGTH * points - moves) / 2);
    const seconds =
      left.stones > 0
        ? left.seconds / left.stones
        : Math.min(left.seconds + perPeriodMove, left.seconds / movesLeft + perPeriodMove);
    return Math.max(LEAST_MS, 1000 * seconds * (1 - RESERVE) - LAG_MS);
  }
}

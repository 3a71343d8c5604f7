/** How much time each player has, and what of it one move may take. */
import type { PlayerId } from '@agon/envs';
import type { TimeSettings } from './timeSettings.js';

/** Kept back for the way of a message: milliseconds for each move, and of all time that is left this share. */
const LAG_MS = 50;
const RESERVE = 0.05;
const LEAST_MS = 10;
/** Moves that a game is expected to go on for at least, for each player. */
const LEAST_MOVES = 15;
/** Moves of a whole game as a share of the board's points. */
const GAME_LENGTH = 0.75;

/** Seconds, and what they are for: 0 in main time, else stones of a Canadian period or byo-yomi periods, this one included. */
interface Left {
  seconds: number;
  count: number;
}

/** The clocks of both players. What a controller says of its clock counts; between its words the time that was used is taken off. */
export class Clock {
  private settings: TimeSettings | undefined;
  /** By player; undefined without a limit. */
  private left: (Left | undefined)[] = [];

  /** Begins with full clocks; undefined: no limit. */
  configure(settings: TimeSettings | undefined): void {
    this.settings = settings;
    this.reset();
  }

  /** The beginning of a game. */
  reset(): void {
    const { settings } = this;
    this.left = [0, 1].map(() => settings && fullClock(settings));
  }

  /** What the controller's clock says. `count`: 0 in main time, else stones (byo-yomi: periods) that are left. */
  setLeft(colour: PlayerId, seconds: number, count: number): void {
    this.left[colour] = { seconds, count };
  }

  /** Takes used time off, where the controller does not say how much is left. */
  use(colour: PlayerId, milliseconds: number): void {
    const left = this.left[colour];
    if (!left) return;
    left.seconds -= milliseconds / 1000;
    const { settings } = this;
    if (!settings) return;
    const { kind, period, count } = settings;
    if (kind === 'fischer') left.seconds = Math.max(0, left.seconds) + period;
    if (kind !== 'canadian' && kind !== 'byoyomi') return;
    if (left.count === 0) {
      if (left.seconds > 0) return;
      // The main time ended within this move: the rest of it was of the first period.
      left.seconds += period;
      left.count = count;
    }
    if (kind === 'byoyomi') {
      for (; left.seconds <= 0 && left.count > 1; left.count--) left.seconds += period;
      left.seconds = period;
    } else if (--left.count === 0 || left.seconds <= 0) {
      Object.assign(left, { seconds: period, count });
    }
  }

  /**
   * Milliseconds for the next move; undefined without a limit. Main time is shared out among the moves that are expected, and each
   * may take what its period grants on top. More seconds in a period than the period has are main time too: so controllers
   * tell a Fischer clock as a Canadian one.
   * @param moves how many were played
   * @param points the board's
   */
  budget(colour: PlayerId, moves: number, points: number): number | undefined {
    const left = this.left[colour];
    if (!left) return undefined;
    const { seconds, count } = left;
    const { kind, period = Infinity, count: perPeriod = 1 } = this.settings ?? {};
    const movesLeft = Math.max(LEAST_MOVES, (GAME_LENGTH * points - moves) / 2);
    let share: number;
    let available = seconds;
    if (count > 0 && seconds <= period) {
      share = kind === 'byoyomi' ? seconds : seconds / count;
    } else {
      const granted = period === Infinity ? 0 : kind === 'canadian' ? period / perPeriod : period;
      share = seconds / movesLeft + granted;
      if (count === 0 && kind !== 'fischer') available += granted;
    }
    const safe = Math.min(share, (1 - RESERVE) * available);
    return Math.max(LEAST_MS, 1000 * safe - LAG_MS);
  }
}

const fullClock = ({ main, period, count, kind }: TimeSettings): Left =>
  main === 0 && kind !== 'fischer' ? { seconds: period, count } : { seconds: main, count: 0 };

/** Clocks as controllers tell them, and the time of one move that follows; the right values are worked out by hand. */
import { BLACK, WHITE } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { Clock } from './clock.js';
import { parseCanadian, parseNamed } from './timeSettings.js';

/** On an empty 9×9 board, a player expects 0.75 · 81 / 2 moves. */
const MOVES_LEFT = 30.375;
const budget = (clock: Clock, colour = BLACK): number | undefined => clock.budget(colour, 0, 81);

/** "time_settings 60 1 1" or "kgs-time_settings byoyomi 60 1 1". */
function clockOf(settings: string): Clock {
  const [command, ...args] = settings.split(' ');
  const clock = new Clock();
  clock.configure(command === 'time_settings' ? parseCanadian(args) : parseNamed(args));
  return clock;
}

/** Seconds granted, before 50 ms are kept back for the message. */
const share = (main: number, granted = 0): number => main / MOVES_LEFT + granted;

describe('the time of a move', () => {
  it.each<[settings: string, left: string, seconds: number | undefined, why: string]>([
    ['time_settings 300 0 0', '', share(300), 'CGOS: absolute'],
    ['time_settings 300 0 0', '120 0', share(120), 'CGOS: what is left'],
    ['time_settings 300 0 0', '120 1', share(120), 'a stone where there are no periods: main time'],
    ['time_settings 300 0 0', '0 0', undefined, 'no time'],
    ['time_settings 0 0 0', '', undefined, 'no time at all'],
    ['time_settings 1800 60 1', '', share(1800, 60), 'GoGui: main time, then a minute a move'],
    ['time_settings 1800 300 25', '', share(1800, 12), 'Canadian: a period grants 300 / 25 on top'],
    ['time_settings 1800 300 25', '600 0', share(600, 12), 'Canadian, main time'],
    ['time_settings 1800 300 25', '10 0', share(10, 12), 'main time nearly over: the period helps'],
    ['time_settings 1800 300 25', '0 0', 0.95 * 12, 'main time over, no stone of the period played'],
    ['time_settings 1800 300 25', '300 25', 12, 'a fresh period'],
    ['time_settings 1800 300 25', '295 24', 295 / 24, 'a period in which a move was quick'],
    ['time_settings 1800 300 25', '8 4', 2, 'four stones in 8 s'],
    ['time_settings 1800 300 25', '8 1', 0.95 * 8, 'the last stone of a period'],
    ['time_settings 1800 300 25', '0 4', undefined, 'a period without time'],
    ['time_settings 0 5 1', '', 0.95 * 5, 'seconds a move'],
    ['time_settings 0 10 2', '', 5, 'two moves in 10 s'],
    ['time_settings 60 1 1', '9 1', share(9, 1), 'Fischer told as Canadian: 1.3 s, not 9'],
    ['time_settings 60 1 1', '1 1', 0.95, 'the same where nothing was saved'],
    ['time_settings 60 1 1', '61 1', share(61, 1), 'the same at the beginning'],
    ['time_settings 0 2 1', '40 1', share(40, 2), 'the same without main time'],
    ['time_settings 60 20 10', '90 10', share(90, 2), 'more than a period of ten stones has'],
    ['time_settings 60 2 1', '1.5 1', 0.95 * 1.5, 'fractions'],
    ['kgs-time_settings absolute 300', '', share(300), 'KGS: absolute'],
    ['kgs-time_settings canadian 300 100 10', '40 8', 5, 'KGS: Canadian'],
    ['kgs-time_settings byoyomi 600 30 5', '', share(600, 30), 'KGS: main time, each move 30 s on top'],
    ['kgs-time_settings byoyomi 600 30 5', '100 0', share(100, 30), 'KGS: main time left'],
    [
      'kgs-time_settings byoyomi 600 30 5',
      '30 5',
      0.95 * 30,
      'five periods: a move may take one, not a fifth',
    ],
    ['kgs-time_settings byoyomi 600 30 5', '12 1', 0.95 * 12, 'what is left of the last period'],
    ['kgs-time_settings byoyomi 600 30 5', '100 5', share(100, 30), 'periods named in main time'],
    ['kgs-time_settings byoyomi 0 30 3', '', 0.95 * 30, 'byo-yomi from the first move'],
    ['kgs-time_settings byoyomi 600 30 0', '', share(600), 'no periods: absolute'],
    ['kgs-time_settings byoyomi 600 0 3', '', share(600), 'periods of no time: absolute'],
    ['kata-time_settings fischer 60 1', '', share(60, 1), 'KataGo: Fischer'],
    ['kata-time_settings fischer 60 10', '3 0', 0.95 * 3, 'Fischer: the increment comes after the move'],
    ['kata-time_settings FISCHER 0 1', '', undefined, 'Fischer without time'],
  ])('%s, time_left %s', (settings, left, seconds) => {
    const clock = clockOf(settings);
    const [time, count] = left.split(' ').map(Number);
    if (left) clock.setLeft(BLACK, time, count);
    // Where there is no time the engine moves at once: 10 ms.
    expect(budget(clock)).toBeCloseTo(seconds === undefined ? 10 : 1000 * seconds - 50, 6);
  });

  it('has no limit where none was set, or where the controller says so', () => {
    expect(budget(new Clock())).toBeUndefined();
    for (const none of ['time_settings 0 1 0', 'time_settings 300 60 0', 'kgs-time_settings none'])
      expect(budget(clockOf(none))).toBeUndefined();
  });

  it('follows time_left where no settings were sent, for that player alone', () => {
    const clock = new Clock();
    clock.setLeft(WHITE, 60, 0);
    expect(budget(clock, BLACK)).toBeUndefined();
    expect(budget(clock, WHITE)).toBeCloseTo(1000 * share(60) - 50, 6);
    clock.setLeft(WHITE, 10, 4);
    expect(budget(clock, WHITE)).toBeCloseTo(2450, 6);
  });

  it('does not look at the other player’s clock', () => {
    const clock = clockOf('time_settings 300 0 0');
    clock.setLeft(WHITE, 1, 0);
    clock.use(WHITE, 900);
    expect(budget(clock, BLACK)).toBeCloseTo(1000 * share(300) - 50, 6);
  });

  it('is never more than what is left, whatever the board, and never negative', () => {
    for (const main of [0.001, 0.04, 0.5, 3, 1e10]) {
      for (const [moves, points] of [
        [0, 4],
        [500, 361],
        [0, 361],
      ]) {
        const clock = clockOf(`time_settings ${main} 0 0`);
        const granted = clock.budget(BLACK, moves, points) ?? 0;
        expect(granted).toBeGreaterThanOrEqual(10);
        expect(granted).toBeLessThanOrEqual(Math.max(10, 1000 * main));
      }
    }
  });
});

describe('a clock that the controller does not tell again', () => {
  /** The budget, in seconds before the lag, after moves that took so many seconds each. */
  const after = (settings: string, ...seconds: number[]): number => {
    const clock = clockOf(settings);
    for (const each of seconds) clock.use(BLACK, 1000 * each);
    return ((budget(clock) ?? NaN) + 50) / 1000;
  };

  it('runs down in main time', () => {
    expect(after('time_settings 300 0 0', 20, 30)).toBeCloseTo(share(250), 6);
    expect(after('time_settings 10 0 0', 20)).toBeCloseTo(0.06, 6); // over: at once
  });

  it('goes from main time into Canadian periods: what a move took too long is of the first one', () => {
    expect(after('time_settings 10 60 10', 12)).toBeCloseTo(58 / 9, 6);
    expect(after('time_settings 10 60 10', 12, 4)).toBeCloseTo(54 / 8, 6);
    expect(after('time_settings 10 60 1', 12)).toBeCloseTo(0.95 * 60, 6);
  });

  it('begins a new Canadian period after its stones', () => {
    expect(after('time_settings 0 60 3', 1, 1)).toBeCloseTo(0.95 * 58, 6);
    expect(after('time_settings 0 60 3', 1, 1, 1)).toBeCloseTo(20, 6);
  });

  it('begins a byo-yomi period anew after each move in it, and loses one with each that runs out', () => {
    const clock = clockOf('kgs-time_settings byoyomi 10 30 3');
    clock.use(BLACK, 15_000);
    expect(budget(clock)).toBeCloseTo(28_450, 6);
    clock.use(BLACK, 29_000);
    expect(budget(clock)).toBeCloseTo(28_450, 6);
    clock.use(BLACK, 65_000); // two periods are gone
    clock.use(BLACK, 29_000);
    expect(budget(clock)).toBeCloseTo(28_450, 6);
  });

  it('gets the increment after each move of a Fischer clock', () => {
    expect(after('kata-time_settings fischer 60 2', 5, 1)).toBeCloseTo(share(58, 2), 6);
    expect(after('kata-time_settings fischer 3 2', 5)).toBeCloseTo(0.95 * 2, 6);
  });

  it('is full again when a game begins', () => {
    const clock = clockOf('time_settings 300 0 0');
    clock.setLeft(BLACK, 1, 0);
    clock.reset();
    expect(budget(clock)).toBeCloseTo(1000 * share(300) - 50, 6);
  });
});

describe('time settings', () => {
  it.each([
    '',
    'absolute',
    'absolute -1',
    'absolute NaN',
    'absolute Infinity',
    'absolute 1e99',
    'byoyomi 10 10',
    'byoyomi 10 10 1.5',
    'byoyomi 10 10 -1',
    'canadian 10 x 1',
    'none 3',
    'fischer 10',
  ])('that make no sense are refused: "%s"', (text) => {
    expect(() => parseNamed(text.split(' '))).toThrow(/syntax error/);
  });

  it('of a kind that is not known are refused by name', () => {
    for (const kind of ['fischer-capped', 'hourglass', 'constructor', 'toString'])
      expect(() => parseNamed([kind, '60', '1'])).toThrow(/unknown time settings/);
  });
});

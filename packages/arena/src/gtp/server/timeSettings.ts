/** How controllers say how much time there is: GTP 2 (section 4.2), KGS (`kgs-time_settings`), KataGo (`kata-time_settings`). */
import { parseCount, parseSeconds, Refusal, syntaxError } from './protocol.js';

/**
 * All times in seconds. `canadian`: after the main time, periods for `count` moves each. `byoyomi`: after it, `count` periods,
 * each begun anew if a move ends within it. `fischer`: `period` is added to the main time after each move.
 */
export interface TimeSettings {
  kind: 'absolute' | 'canadian' | 'byoyomi' | 'fischer';
  main: number;
  period: number;
  count: number;
}

/** The words of `kgs-time_settings` and `kata-time_settings`, and the numbers that follow each. */
const NUMBERS: Readonly<Record<string, number>> = {
  none: 0,
  absolute: 1,
  canadian: 3,
  byoyomi: 3,
  fischer: 2,
};

/** What `kata-list_time_settings` answers. */
export const timeKinds: readonly string[] = Object.keys(NUMBERS);

/** Reads "main period stones"; undefined where there is no limit: a period for no stones. @throws Refusal */
export function parseCanadian([main, period, stones]: readonly string[]): TimeSettings | undefined {
  return settings('canadian', parseSeconds(main), parseSeconds(period), parseCount(stones));
}

/** Reads "absolute 300", "byoyomi 300 30 5" …; undefined where there is no limit. @throws Refusal */
export function parseNamed([word = '', ...args]: readonly string[]): TimeSettings | undefined {
  const kind = word.toLowerCase();
  if (word === '') throw syntaxError();
  if (!Object.hasOwn(NUMBERS, kind)) throw new Refusal('unknown time settings');
  if (args.length !== NUMBERS[kind]) throw syntaxError();
  const [main, period, count] = args;
  if (kind === 'none') return undefined;
  if (kind === 'canadian') return parseCanadian(args);
  if (kind === 'absolute') return settings('absolute', parseSeconds(main), 0, 0);
  if (kind === 'fischer') return settings('fischer', parseSeconds(main), parseSeconds(period), 0);
  return settings('byoyomi', parseSeconds(main), parseSeconds(period), parseCount(count));
}

/** A period of no time, or no period at all, is none: the main time is all there is. */
function settings(
  kind: TimeSettings['kind'],
  main: number,
  period: number,
  count: number,
): TimeSettings | undefined {
  if (kind === 'canadian' && period > 0 && count === 0) return undefined;
  const isAbsolute = period === 0 || (kind === 'byoyomi' && count === 0);
  return isAbsolute ? { kind: 'absolute', main, period: 0, count: 0 } : { kind, main, period, count };
}

/** Durations and counts as people read them. */
import { stripVTControlCharacters } from 'node:util';

/** Seconds as "45 s", "2 min 05 s", "1 h 12 min". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** A number with about three digits that matter: 12,345; 87.3; 0.0042. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) || Math.abs(value) >= 1000)
    return (Math.round(value) || 0).toLocaleString('en-US');
  if (Math.abs(value) >= 100) return value.toFixed(0);
  if (Math.abs(value) >= 10) return value.toFixed(1);
  return Math.abs(value) >= 0.01 ? value.toFixed(Math.abs(value) >= 1 ? 2 : 3) : value.toPrecision(2);
}

/** "1 game", "20 games". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A share of 1 in percent: "73.5 %", "< 0.01 %". */
export function formatShare(share: number): string {
  const percent = 100 * share;
  if (share > 0 && percent < 0.01) return '< 0.01 %';
  if (share < 1 && percent > 99.99) return '> 99.99 %';
  return `${Number(percent.toFixed(percent < 10 || percent > 90 ? 2 : 1))} %`;
}

/** A probability that was estimated, in percent; never 0 or 100: "> 99.99 %". */
export const formatChance = (chance: number): string =>
  formatShare(Math.max(Number.EPSILON, Math.min(1 - Number.EPSILON, chance)));

/** A text in at most `width` characters: the beginning and the end of a longer one, "…" between them. */
export function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = Math.floor((width - 1) / 3);
  return `${text.slice(0, width - 1 - end)}…${text.slice(text.length - end)}`;
}

/** Words in lines of at most `width` characters, each begun with `indent`. Colours take no room. */
export function wrapWords(
  words: readonly string[],
  indent: string,
  width: number,
  separator = ' ',
): string[] {
  const room = (text: string): number => stripVTControlCharacters(text).length;
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    if (line.length > indent.length && room(line + separator + word) > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? separator + word : word;
  }
  return line.length > indent.length ? [...lines, line] : lines;
}

/** Settings as text in lists. */
import type { SettingInfo } from '@agon/core';

/** Lists show so many settings of one thing. */
const MOST = 4;

/** "size=9, komi=7, … 3 more": keys with their defaults, as they may follow an id. */
export function formatSettings(settings: readonly SettingInfo[]): string {
  const more = settings.length > MOST ? `, … ${settings.length - MOST} more (--json)` : '';
  const shown = settings
    .slice(0, MOST)
    .map(({ key, default: value }) => (value === undefined ? key : `${key}=${formatValue(value)}`))
    .join(', ');
  return shown + more;
}

/** A setting's value as `--set` takes it. */
export function formatValue(value: unknown): string {
  return Array.isArray(value) ? value.join('/') : String(value);
}

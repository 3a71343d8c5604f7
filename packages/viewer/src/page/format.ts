/** Numbers, durations and times as people read them. */
import { formatDecimals } from '@agon/core';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A number for people: 12,000 or 3.14; very small and very large ones with an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.01 || size >= 1e9)) return value.toExponential(2);
  return number.format(value || 0);
}

/** A fixed number of digits after the point, with a sign: "+0.42". */
export function formatSigned(value: number): string {
  const text = formatDecimals(value, 2);
  return text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`;
}

/** "+120", "−35": whole points. */
export function formatElo(elo: number): string {
  if (!Number.isFinite(elo)) return '–';
  const points = Math.round(elo);
  return `${points < 0 ? '−' : '+'}${formatNumber(Math.abs(points))}`;
}

/** 1,600 as "1.6k": where there is little room. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${formatNumber(Math.round(value / 1e5) / 10)}M`;
  if (size >= 1e3) return `${formatNumber(Math.round(value / 1e2) / 10)}k`;
  return formatNumber(value);
}

/** 0.456 as "46 %"; 0 and 100 only where it is none and all: 0.999 is "> 99 %". */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.005) return '< 1 %';
  if (share < 1 && share >= 0.995) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

/** "45 s", "12 min", "3 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An ISO time as "Nov 26, 2026, 7:15 AM", in the local time zone; what is none stays as it is. */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : time.format(date);
}

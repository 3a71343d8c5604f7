/** The form of GTP 2 commands and responses as an engine reads and writes them (specification, sections 2 and 3). */
import { BLACK, WHITE, type Action, type Go, type PlayerId } from '@agon/envs';

/** A command that is refused: its message stands after "?". */
export class Refusal extends Error {}

/** The specification's words for arguments that cannot be read. */
export const syntaxError = (): Refusal => new Refusal('syntax error');

/** A line that an engine was sent. */
export interface Command {
  /** As written, to be repeated; empty where there is none. */
  id: string;
  name: string;
  args: string[];
}

const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/g;

/** Reads one line; undefined where it is blank or a comment. */
export function readCommand(line: string): Command | undefined {
  const text = line.replace(CONTROL, '').replace(/#.*$/, '').trim();
  if (text === '') return undefined;
  const [first, ...rest] = text.split(/\s+/);
  if (!/^\d+$/.test(first)) return { id: '', name: first, args: rest };
  return { id: first, name: rest[0] ?? '', args: rest.slice(1) };
}

/** A whole response. Empty lines would end it, and are left out. */
export function formatResponse(id: string, ok: boolean, content: string): string {
  const lines = content.split('\n').map((line) => line.trimEnd());
  const body = lines.filter((line, i) => i === 0 || line !== '').join('\n');
  const gap = lines[0] === '' ? '' : ' ';
  return `${ok ? '=' : '?'}${id}${gap}${body}\n\n`;
}

/** @throws Refusal where the text is no colour */
export function parseColour(text: string | undefined): PlayerId {
  if (/^(b|black)$/i.test(text ?? '')) return BLACK;
  if (/^(w|white)$/i.test(text ?? '')) return WHITE;
  throw syntaxError();
}

/** A vertex: a point or a pass. @throws Refusal: "syntax error" where it is none, "illegal move" where the board has no such point */
export function parseVertex(game: Go, text: string | undefined): Action {
  if (text === undefined) throw syntaxError();
  if (/^pass$/i.test(text)) return game.pass;
  const cell = game.points.cellOfText(text);
  if (cell !== undefined) return cell;
  throw /^[a-hj-z]\d{1,2}$/i.test(text) ? new Refusal('illegal move') : syntaxError();
}

/** A whole number from 0 on. @throws Refusal */
export function parseCount(text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) throw syntaxError();
  return Number(text);
}

/** A number, such as 6.5 or 1e3. @throws Refusal */
export function parseDecimal(text: string | undefined): number {
  if (text === undefined || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw syntaxError();
  return Number(text);
}

/** The most seconds that are believed: 300 years. */
const MOST_SECONDS = 1e10;

/** Seconds from 0 on; some controllers send fractions. @throws Refusal */
export function parseSeconds(text: string | undefined): number {
  const seconds = parseDecimal(text);
  if (seconds < 0 || seconds > MOST_SECONDS) throw syntaxError();
  return seconds;
}

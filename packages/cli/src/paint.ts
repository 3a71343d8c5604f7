/** Colours: only on a terminal that wants them (NO_COLOR, FORCE_COLOR, TERM=dumb, --no-color). */
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** A stream that may be a terminal. */
interface Sink {
  isTTY?: boolean;
}

/** Whether text for this stream is coloured. FORCE_COLOR decides first, as in Node and npm; then NO_COLOR. */
export function wantsColour(stream: Sink, env: NodeJS.ProcessEnv = process.env): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return stream.isTTY === true && TERM !== 'dumb';
}

/** Whether the stream can redraw lines: a terminal that is not dumb. */
export function canRedraw(stream: Sink, env: NodeJS.ProcessEnv = process.env): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** The text in a colour or weight, where the stream wants it. */
export function paint(format: Format, text: string, stream: Sink = process.stderr): string {
  return wantsColour(stream) ? styleText(format, text, { validateStream: false }) : text;
}

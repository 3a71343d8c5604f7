/** Text out of files: UTF-8, with line ends of one kind. */
import { AgonError, formatBytes } from '@agon/core';

/** The longest string of JavaScript has some characters more than this; none is shorter than its bytes in UTF-8. */
const MOST_BYTES = 500e6;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws bad-file for more bytes of text than can be held at once */
export function requireShort(bytes: number, name: string): void {
  if (bytes <= MOST_BYTES) return;
  throw new AgonError(
    'bad-file',
    `"${name}" has ${formatBytes(bytes)} of text, and ${formatBytes(MOST_BYTES)} are the most; cut it (head -c ${MOST_BYTES}).`,
  );
}

/**
 * A mark of byte order at its start is left off; line ends become "\n".
 * @throws bad-file where the bytes are no UTF-8, or too many
 */
export function readText(bytes: Uint8Array, name: string): string {
  requireShort(bytes.length, name);
  try {
    return decoder.decode(bytes).replace(/\r\n?/g, '\n');
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AgonError('bad-file', `"${name}" is no UTF-8 text; convert it (iconv -f latin1 -t utf8).`, {
      cause: error,
    });
  }
}

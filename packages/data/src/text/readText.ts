/** Text out of files: UTF-8, with line ends of one kind. */
import { AgonError } from '@agon/core';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A mark of byte order at its start is left off; line ends become "\n". @throws bad-file where the bytes are no UTF-8 */
export function readText(bytes: Uint8Array, name: string): string {
  try {
    return decoder.decode(bytes).replace(/\r\n?/g, '\n');
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AgonError('bad-file', `"${name}" is no UTF-8 text; convert it (iconv -f latin1 -t utf8).`, {
      cause: error,
    });
  }
}

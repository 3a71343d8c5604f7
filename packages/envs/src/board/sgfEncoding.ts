/** Encodings of SGF files, with the platform's own decoder (Node and pages alike). */
import { AgonError } from '@agon/core';

/** Tried in order where a file names no encoding and is not UTF-8: the common ones of East Asia, then one that fits all bytes. */
const GUESSES = ['gb18030', 'shift_jis', 'euc-kr', 'windows-1252'];

/**
 * The text of a file: by its byte order mark, else by its CA property, else UTF-8, else the first guess that fits.
 * @throws bad-file where CA names an encoding that does not exist
 */
export function decodeSgf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096));
  const named = /[^A-Za-z]CA\s*\[([^\]]*)\]/.exec(start)?.[1].trim();
  const isUtf8 = fits('utf-8', bytes);
  if (isUtf8 !== undefined) return isUtf8;
  if (named && !/^utf-?8$/i.test(named)) {
    try {
      return new TextDecoder(named).decode(bytes);
    } catch (error) {
      throw new AgonError('bad-file', `SGF: CA[${named}] is no known encoding.`, {
        cause: error,
        details: { encoding: named },
      });
    }
  }
  for (const guess of GUESSES) {
    const text = fits(guess, bytes);
    if (text !== undefined) return text;
  }
  return start;
}

/** The text, or undefined where the bytes are not of this encoding. */
function fits(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

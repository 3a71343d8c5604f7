/** A command line as a person types it, cut into words; no shell is started, so nothing is expanded. */
import { AgonError } from '@agon/core';

const BLANK = /\s/;

/**
 * Splits a command line as a POSIX shell does: blanks separate, '…' keeps everything, "…" keeps all but `\"` and `\\`,
 * a backslash elsewhere keeps the next character. Variables, globs, pipes and redirections are ordinary characters.
 * Cost: one string a word.
 * @throws bad-spec with the column, for a quote that is not closed or a backslash at the end
 */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (BLANK.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const [text, end] = quoted(line, at);
      word = (word ?? '') + text;
      at = end;
    } else if (character === '\\') {
      if (++at === line.length) throw unfinished(line, at - 1, 'a backslash');
      word = (word ?? '') + line[at];
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The text between the quote at `start` and its partner, and the partner's place. */
function quoted(line: string, start: number): [text: string, end: number] {
  const quote = line[start];
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return [text, at];
    const escapes = quote === '"' && line[at] === '\\' && (line[at + 1] === '"' || line[at + 1] === '\\');
    text += line[escapes ? ++at : at];
  }
  throw unfinished(line, start, `a ${quote} that is not closed`);
}

function unfinished(line: string, at: number, what: string): AgonError {
  return new AgonError(
    'bad-spec',
    `the command ${JSON.stringify(line)} has ${what} at column ${at + 1}. Close it, or write \\ before the character.`,
    { details: { line, column: at + 1 } },
  );
}

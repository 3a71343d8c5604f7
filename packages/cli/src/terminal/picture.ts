/** A drawing's text as a terminal shows it. */
import type { Drawing } from '@agon/envs';

/**
 * The rows of a drawing. Where every character is a cell they get a blank between them, since a terminal's characters are
 * twice as high as wide; text with blanks of its own stays as it is.
 */
export function pictureRows({ text }: Pick<Drawing, 'text'>): string[] {
  const rows = text.replace(/\n+$/, '').split('\n');
  return text.includes(' ') ? rows.map((row) => row.trimEnd()) : rows.map((row) => [...row].join(' '));
}

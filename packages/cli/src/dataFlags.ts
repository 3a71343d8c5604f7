/** The flags that say what is learned from or measured on. */
import { AgonError } from '@agon/core';

/** The data that `--data` names, or `--text FILE`. @throws bad-option where both are given */
export function dataOf({
  data,
  text,
}: {
  readonly data?: string;
  readonly text?: string;
}): string | undefined {
  if (text === undefined) return data;
  if (data !== undefined)
    throw new AgonError('bad-option', '--text FILE is --data text:FILE; give one of them.');
  return `text:${text}`;
}

/** Where a run stands, as a word with a coloured mark (never the colour alone). */
import type { RunStatus } from '@agon/arena';
import { words } from './words.js';

/** The word is `words.status`'s. */
export function StatusBadge({ status }: { status: RunStatus }) {
  return <span class={`badge ${status}`}>{words.status[status]}</span>;
}

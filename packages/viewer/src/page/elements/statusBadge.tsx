/** Where a run stands, as a word with a coloured mark (never the colour alone). */
import type { RunStatus } from '@agon/runs';
import { words } from '../words.js';

/** The word is `words.status`'s. @param title what is shown to a pointer that rests on it */
export function StatusBadge({ status, title }: { status: RunStatus; title?: string }) {
  return (
    <span class={`badge ${status}`} title={title}>
      {words.status[status]}
    </span>
  );
}

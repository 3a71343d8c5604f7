/** An alignment as a figure: a row for each word that is written, a column for each that is read. */
import type { AlignedAnswer } from '../../text/seq2seq/answerPrompt.js';
import type { Grid } from '../figure.js';

/** Without attention all cells are empty. */
export function alignmentGrid({ source, target, weights = new Float32Array() }: AlignedAnswer): Grid {
  return {
    kind: 'grid',
    title: `What it writes (down) for “${source.join(' ')}” (across), and where it looks for each word`,
    columns: source,
    rows: target.map((label, row) => ({
      label,
      values: [...weights.slice(row * source.length, (row + 1) * source.length)],
    })),
  };
}

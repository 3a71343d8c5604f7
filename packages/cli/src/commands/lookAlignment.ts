/** `agon look --prompt` for networks that answer sequences: where they look while they write (Bahdanau et al. 2015, figure 3). */
import { AgonError } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import type { DataCheckpoint } from '@agon/learning';
import { alignmentGrid, alignPrompt, drawFigure } from '@agon/models';
import { writeFile } from '@agon/runs/node';
import { join } from 'node:path';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';

interface AlignmentFlags {
  prompt: string;
  out: string;
  json?: boolean;
}

/** Prints a row for each word that is written, and draws the same. @throws unsupported for other models and those without attention; bad-option for words that it does not know; bad-checkpoint */
export async function lookAlignment(
  model: string,
  checkpoint: DataCheckpoint,
  { prompt, out, json }: AlignmentFlags,
): Promise<void> {
  if (checkpoint.algorithm !== 'seq2seq')
    throw new AgonError('unsupported', `--prompt is of models that answer sequences; "${model}" is a ${checkpoint.algorithm}.`); // prettier-ignore
  const aligned = await alignPrompt(checkpoint, prompt);
  const { source, target, weights } = aligned;
  if (weights === undefined)
    throw new AgonError('unsupported', `"${model}" has no attention: it keeps all that it reads in one state. Its answer: ${target.slice(0, -1).join(' ')}`); // prettier-ignore
  const grid = alignmentGrid(aligned);
  makeFolder(out);
  const file = join(out, 'alignment.svg');
  writeFile(file, new TextEncoder().encode(drawFigure({ panels: [grid] }, { background: 'white' })));
  if (json) return printJson({ model, source, target, weights: grid.rows.map(({ values }) => values), files: [file] }); // prettier-ignore
  const rows = grid.rows.map(({ label, values }) => [label, ...values.map((value) => value.toFixed(2))]);
  print(table([{ head: 'written' }, ...source.map((head) => ({ head, align: 'right' as const }))], rows));
  print(`\npicture: ${file}`);
}

/** The tables of docs/results.md, between `<!-- results NAME -->` and `<!-- end -->`, made from the outcomes of the jobs. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as prettier from 'prettier';
import { readOutcome } from './job.mjs';
import { DOCUMENT } from './places.mjs';

/** Writes every table anew. A job that is not done has no row. @throws where the document lacks a table's place */
export async function writeTables(tables, jobs) {
  let text = readFileSync(DOCUMENT, 'utf8');
  for (const table of tables) {
    const place = new RegExp(`(<!-- results ${table.name} -->)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`docs/results.md has no place for the table "${table.name}"`);
    text = text.replace(place, (_all, begin, end) => `${begin}\n\n${tableText(table, jobs)}\n\n${end}`);
  }
  const options = { ...(await prettier.resolveConfig(DOCUMENT)), parser: 'markdown' };
  writeFileSync(DOCUMENT, await prettier.format(text, options));
}

/** A row for each outcome of the table's jobs; or, of a table of tables, `rows` of the outcomes of all that it is `of`. */
function tableText({ name, of = [name], row, rows: rowsOf = (outcomes) => outcomes.map(row) }, jobs) {
  const rows = rowsOf(
    jobs
      .filter(({ table }) => of.includes(table))
      .map(readOutcome)
      .filter(Boolean),
  );
  if (rows.length === 0) return '_Not run yet._';
  const heads = [...new Set(rows.flatMap(Object.keys))];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(heads),
    line(heads.map(() => '---')),
    ...rows.map((cells) => line(heads.map((head) => cells[head] ?? ''))),
  ].join('\n');
}

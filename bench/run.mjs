/** `npm run bench -- NAME [FILTER] [--json]`: runs bench/NAME.mjs, whose `bench({ filter, log })` resolves to rows. */
import { readdirSync } from 'node:fs';

const isJson = process.argv.includes('--json');
const [name, filter = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -'.mjs'.length));
if (!names.includes(name)) {
  console.error(
    `bench: ${name ? `there is no bench "${name}"` : 'name a bench'}; there are: ${names.join(', ')}.`,
  );
  process.exit(2);
}

/** {name, ours, baseline, baselineName, ratio, unit, threads}; ratio > 1 means that ours is better. */
const { bench } = await import(`./${name}.mjs`);
const rows = await bench({ filter, log: (line) => console.error(line) });
if (isJson) {
  console.log(JSON.stringify({ rows }, null, 2));
} else {
  const digits = (value) => (value == null ? '–' : Number(value).toPrecision(3));
  const header = ['row', 'ours', 'baseline', 'unit', 'ratio', 'against', 'threads'];
  const body = rows.map((row) => [
    row.name,
    digits(row.ours),
    digits(row.baseline),
    row.unit,
    digits(row.ratio),
    row.baselineName,
    row.threads,
  ]);
  const widths = header.map((title, i) =>
    Math.max(title.length, ...body.map((cells) => String(cells[i]).length)),
  );
  for (const cells of [header, ...body])
    console.log(cells.map((cell, i) => String(cell).padEnd(widths[i])).join('  '));
}

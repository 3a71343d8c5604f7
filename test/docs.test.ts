/** The documents tell what is there: links lead somewhere, commands and flags exist, nothing is left out of the index. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../packages/cli/src/program.js';
import { ROOT } from './agon.js';

const program = await buildProgram(() => true);

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(ROOT, 'packages'))
    .map((name) => `packages/${name}/README.md`)
    .filter((path) => existsSync(join(ROOT, path))),
];
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe.each(DOCUMENTS)('%s', (path) => {
  it('has no link into nothing', () => {
    const targets = [...read(path).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target);
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    const missing = local.filter((target) => !existsSync(join(ROOT, dirname(path), target)));
    expect(missing).toEqual([]);
  });

  it('names commands and flags that agon has', () => {
    const { commands, options } = program;
    const names = [...commands.map((command) => command.name()), 'help'];
    for (const [line, name] of read(path).matchAll(/(?:npx agon|`agon) ([a-z]+)[^\n`#]*/g)) {
      expect(names, line).toContain(name);
      const command = commands.find((each) => each.name() === name);
      const flags = [...(command?.options ?? []), ...options].map((option) => option.long);
      for (const [flag] of line.split(' -- ')[0].matchAll(/--[a-z-]+/g))
        expect([...flags, '--help'], line).toContain(flag);
    }
  });
});

it('the index names every document', () => {
  const index = read('docs/README.md');
  const missing = DOCUMENTS.map((path) => relative('docs', path)).filter(
    (path) => path !== 'README.md' && !path.startsWith('../packages/') && !index.includes(`(${path})`),
  );
  expect(missing, 'give each a row in docs/README.md').toEqual([]);
});

it('the README names every package, in the order of the linter', async () => {
  const packages = [...read('README.md').matchAll(/^\| \[([a-z]+)\]\(packages\//gm)].map(([, name]) => name);
  const [, order] = /const ORDER = \[([^;]+)\];/.exec(read('eslint.config.js')) ?? [];
  const there = readdirSync(join(ROOT, 'packages'));
  const names = [...order.matchAll(/'([a-z]+)'/g)].map(([, name]) => name);
  expect(packages).toEqual(names.filter((name) => there.includes(name)));
  expect([...packages].sort()).toEqual(there.sort());
});

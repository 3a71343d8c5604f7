/**
 * No circles: among the files and folders of one folder, what imports another is not imported by it, not even by way of a third.
 * A folder counts as one thing, with all that is in it; imports of types count; tests do not, nor does a
 * worker's address.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT, temporaryFolder } from './agon.js';

/** The packages without circles. */
const CLEAN = [
  'core',
  'engine',
  'nets',
  'envs',
  'mcts',
  'learning',
  'data',
  'models',
  'agents',
  'runs',
  'arena',
  'viewer',
  'cli',
];

/** The sources under a folder, as paths from it. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test|\.d)\.tsx?$/.test(path))
    .sort();
}

/** What a source imports or exports on, by relative path. */
function imports(text: string): string[] {
  const { importedFiles } = ts.preProcessFile(text);
  return importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
}

/** For each folder ('' is the topmost), what its files and folders import of one another: importer → imported → one import. */
type Graphs = Map<string, Map<string, Map<string, string>>>;

function graphsOf(folder: string): Graphs {
  const graphs: Graphs = new Map();
  const files = new Set(sources(folder));
  for (const file of files) {
    for (const name of imports(readFileSync(join(folder, file), 'utf8'))) {
      const plain = join(dirname(file), name).replace(/\.js$/, '');
      const target = [`${plain}.ts`, `${plain}.tsx`].find((path) => files.has(path));
      if (target === undefined) continue; // a style sheet
      const from = file.split(sep);
      const to = target.split(sep);
      let depth = 0;
      while (from[depth] === to[depth] && depth < from.length - 1) depth++;
      const at = from.slice(0, depth).join('/');
      const graph = graphs.get(at) ?? graphs.set(at, new Map()).get(at)!;
      const edges = graph.get(from[depth]) ?? graph.set(from[depth], new Map()).get(from[depth])!;
      edges.set(to[depth], `${file} imports ${target}`);
    }
  }
  return graphs;
}

/** A circle for each thing that a search meets again on its own way; none in a graph without circles. */
function circlesIn(graph: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const walk = (node: string): void => {
    if (way.includes(node)) {
      const circle = [...way.slice(way.indexOf(node)), node];
      circles.push(
        circle
          .slice(1)
          .map((to, i) => graph.get(circle[i])?.get(to))
          .join('; '),
      );
      return;
    }
    if (done.has(node)) return;
    way.push(node);
    for (const next of graph.get(node)?.keys() ?? []) walk(next);
    way.pop();
    done.add(node);
  };
  for (const node of graph.keys()) walk(node);
  return circles;
}

const circlesUnder = (folder: string): string[] => [...graphsOf(folder).values()].flatMap(circlesIn);

describe('imports within a package', () => {
  it.each(CLEAN)('of %s form no circle', (name) => {
    const folder = join(ROOT, 'packages', name, 'src');
    expect([...graphsOf(folder).keys()]).toContain('');
    expect(circlesUnder(folder)).toEqual([]);
  });

  it('are found to form one between files, between folders, and by types alone', () => {
    const folder = temporaryFolder();
    const files = {
      'a.ts': "import { b } from './b.js';\nexport const a = b;",
      'b.ts': "import type { A } from './in/c.js';\nexport const b: A = 1;",
      'in/c.ts': "export type A = number;\nexport * from './deep/d.js';",
      'in/deep/d.ts': "export { e } from '../../out/e.js';",
      'out/e.tsx': 'export const e = 1;',
      'out/e.test.ts': "import '../in/c.js';",
    };
    const write = (path: string, text: string): void => {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    for (const [path, text] of Object.entries(files)) write(path, text);
    expect(circlesUnder(folder)).toEqual([]);

    write('out/f.ts', "import type { A } from '../in/c.js';");
    expect(circlesUnder(folder)).toEqual(['in/deep/d.ts imports out/e.tsx; out/f.ts imports in/c.ts']);
    write('out/f.ts', "export const f = () => import('./e.js');");
    write('out/e.tsx', "import { f } from './f.js';\nexport const e = f;");
    expect(circlesUnder(folder)).toEqual(['out/e.tsx imports out/f.ts; out/f.ts imports out/e.tsx']);
  });
});

/** What an import brings with it: the built files that it reaches without `import()`, and the packages of others among them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const PACKAGES = resolve(import.meta.dirname, '../packages');
const HEAVY = /^(@tensorflow\/|onnxruntime|pixi|@bufbuild|comlink)/;
/** Static imports and re-exports, side effects too. */
const STATIC = /^\s*(?:import|export)\s(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;

/** The built file behind a face: "@agon/envs/sgf". */
function faceFile(face: string): string {
  const [, name, ...more] = face.split('/');
  const { exports } = JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')) as {
    exports: Record<string, { default: string }>;
  };
  return join(PACKAGES, name, exports[['.', ...more].join('/')].default);
}

/** The packages of others that a built file reaches, and how many files of ours. */
function reach(file: string): { others: string[]; files: number } {
  const seen = new Set<string>();
  const others = new Set<string>();
  const open = [file];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const [, target] of readFileSync(path, 'utf8').matchAll(STATIC)) {
      if (target.startsWith('.')) open.push(join(dirname(path), target));
      else if (target.startsWith('@agon/')) open.push(faceFile(target));
      else others.add(target);
    }
  }
  return { others: [...others].sort(), files: seen.size };
}

describe('an import', () => {
  it.each([
    ...['@agon/core', '@agon/envs', '@agon/envs/sgf', '@agon/mcts', '@agon/engine/safetensors'],
    ...['@agon/data', '@agon/data/node'],
  ])('of %s loads no tensors and no runtime', (face) => {
    const { others, files } = reach(faceFile(face));
    expect(others.filter((name) => HEAVY.test(name))).toEqual([]);
    expect(files).toBeGreaterThan(0);
  });

  it('of datasets loads nothing of Node: they are opened in a page too', () => {
    expect(reach(faceFile('@agon/data')).others.sort()).toEqual([
      'fast-png',
      'jpeg-js',
      'papaparse',
      'seedrandom',
      'valibot',
    ]);
  });

  it('of the engine is seen to load them', () => {
    expect(reach(faceFile('@agon/engine')).others.some((name) => HEAVY.test(name))).toBe(true);
  });

  it('of the command line loads no package that learns or plays until a command needs it', () => {
    const main = join(PACKAGES, 'cli', 'dist', 'index.js');
    expect(existsSync(main)).toBe(true);
    expect(reach(main).others.filter((name) => !name.startsWith('node:'))).toEqual(['commander']);
  });
});

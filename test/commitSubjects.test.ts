/** The hook that looks at a commit's subject. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const HOOK = resolve(import.meta.dirname, '../.githooks/commit-msg');

it.each([
  ['72 characters', `${'é'.repeat(72)}\n\n${'why '.repeat(40)}`, 0],
  ['73 characters', 'x'.repeat(73), 1],
  ['more, which git takes away again', `fixup! ${'x'.repeat(72)}`, 0],
])('a subject of %s', (_, message, status) => {
  const folder = mkdtempSync(join(tmpdir(), 'agon-commit-'));
  const file = join(folder, 'message');
  writeFileSync(file, message);
  const hook = spawnSync(process.execPath, [HOOK, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(hook.status).toBe(status);
  if (status) expect(hook.stderr).toContain('at most 72');
});

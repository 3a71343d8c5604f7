/**
 * What some tests need from outside the repository: the fixtures folder, Chromium, GNU Go, Python with ONNX, a software driver for Vulkan.
 * Where it is missing the tests report themselves as skipped and say what to do; with AGON_REQUIRE=1 (CI) they fail.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, it } from 'vitest';

export type RequirementName =
  'fixtures' | 'chromium' | 'gnugo' | 'onnx' | 'swiftshader' | 'terminal' | 'bash' | 'zsh' | 'fish';

interface Requirement {
  /** The path of what was found, or undefined. */
  find(): string | undefined;
  /** What is missing and what to do, as one sentence. */
  fix: string;
}

const ROOT = resolve(import.meta.dirname, '..');

/** The first path that exists. */
const firstOf = (paths: (string | undefined)[]): string | undefined =>
  paths.find((path) => path !== undefined && path !== '' && existsSync(path));

/** The places where a program may lie, in the order of PATH. */
const onPath = (name: string): string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name));

/** Whether a Python has a module. */
function hasModule(python: string, module: string): boolean {
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // no such program, or no such module
  }
}

/** A shell on PATH. */
const shell = (name: string): Requirement => ({
  find: () => firstOf(onPath(name)),
  fix: `${name} is missing: install the Debian package ${name}`,
});

const REQUIREMENTS: Record<RequirementName, Requirement> = {
  fixtures: {
    find: () =>
      process.env.AGON_FIXTURES
        ? firstOf([process.env.AGON_FIXTURES])
        : firstOf([join(ROOT, '..', 'shared', 'fixtures')]),
    fix: "the folder of reference data is missing: set AGON_FIXTURES to one with connect-four/ (Pascal Pons' sets), mctx/ and openspiel/ (their test data), or put it at ../shared/fixtures beside the repository",
  },
  chromium: {
    find: () =>
      process.env.AGON_CHROMIUM
        ? firstOf([process.env.AGON_CHROMIUM])
        : firstOf(['/usr/bin/chromium', ...onPath('chromium'), ...onPath('google-chrome')]),
    fix: 'Chromium is missing: install the Debian package chromium, or set AGON_CHROMIUM to its executable',
  },
  gnugo: {
    find: () => firstOf([...onPath('gnugo'), '/usr/games/gnugo']),
    fix: 'GNU Go is missing: install the Debian package gnugo',
  },
  onnx: {
    find: () => ['python3', '/usr/bin/python3'].find((python) => hasModule(python, 'onnx')),
    fix: "ONNX's own checker is missing: install the Debian package python3-onnx",
  },
  terminal: {
    // That of macOS takes other flags.
    find: () => (process.platform === 'linux' ? firstOf(onPath('script')) : undefined),
    fix: 'script, which makes a terminal for a program, is missing: install the Debian package bsdutils (Linux only)',
  },
  bash: shell('bash'),
  zsh: shell('zsh'),
  fish: shell('fish'),
  swiftshader: {
    find: () => firstOf(['/usr/lib/chromium/vk_swiftshader_icd.json']),
    fix: "SwiftShader's Vulkan driver is missing: install the Debian package chromium",
  },
};

/** True where a missing requirement is a failure (CI sets AGON_REQUIRE=1). */
export const isRequired = (): boolean => process.env.AGON_REQUIRE === '1';

/** The path of a requirement, or undefined where it is missing. */
export const find = (name: RequirementName): string | undefined => REQUIREMENTS[name].find();

/** The fixtures folder (AGON_FIXTURES, else ../shared/fixtures), or undefined where there is none. */
export const fixturesDir = (): string | undefined => find('fixtures');

/**
 * A `describe` whose tests need something from outside. `body` gets its path (the fixtures folder, the program).
 * Where it is missing, `body` is not run: one test stands in its place, skipped with the reason, or failing with it
 * under AGON_REQUIRE=1.
 */
export function describeWith(name: RequirementName, title: string, body: (path: string) => void): void {
  const path = find(name);
  describe(title, () => {
    if (path !== undefined) return body(path);
    const { fix } = REQUIREMENTS[name];
    if (!isRequired()) return it.skip(`is skipped: ${fix}`, () => undefined);
    it(`needs ${name}`, () => {
      throw new Error(fix);
    });
  });
}

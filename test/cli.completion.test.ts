/** `agon completion` in real shells, and the words that it knows. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { agonInOneProcess, BIN, temporaryFolder } from './agon.js';
import { describeWith } from './requirements.js';

const folder = temporaryFolder();
const quickAgon = agonInOneProcess(folder);
mkdirSync(join(folder, 'runs', 'my-run'), { recursive: true });
writeFileSync(join(folder, 'runs', 'my-run', 'config.json'), '{}');

const AGON = `'${process.execPath}' '${BIN}'`;
/** What a shell's program prints, in lines. */
async function lines(shell: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(shell, args, { cwd: folder });
  return stdout.trim().split('\n').map((line) => line.split('\t', 1)[0]); // prettier-ignore
}

/** What can stand at the end of a line. */
async function words(...line: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await quickAgon(['completion', 'words', '--', ...line]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter(Boolean);
}

it.each<[string[], string[]]>([
  [['tr'], ['train']],
  [['help', 'tour'], ['tournament']],
  [['train', 'rainb'], ['rainbow']],
  [['train', 'dqn', '--dev'], ['--device']],
  [['train', 'dqn', '--device', 'c'], ['cpu']],
  [['train', 'dqn', '--env', 'pixel-p'], ['pixel-pong']],
  [['train', 'dqn', '--resume', 'my'], ['my-run']],
  [['train', 'dqn', '--preset', 'minatar-b'], ['minatar-breakout']],
  [['tournament', '--agents', 'random', 'sol'], ['solver']],
  [
    ['tournament', '--schedule', ''],
    ['round-robin', 'gauntlet'],
  ],
  [['eval', '--agent', 'runs/'], ['runs/my-run']],
  [['view', 'zoo/emo'], ['zoo/emoji']],
  [['nets', ''], ['show']],
  [['nets', 'show', 'len'], ['lenet']],
  [['data', 'get', 'mni'], ['mnist']],
  [['runs', 'p'], ['prune']],
  [['runs', 'prune', 'my'], ['my-run']],
  [['learn', 'recep'], ['receptive-field']],
  [['search', 'train'], []],
  [['train', 'dqn', '--steps', ''], []],
  [['nonsense', ''], []],
])('after %j stands %j', async (line, expected) => {
  expect(await words(...line)).toEqual(expected);
});

it('a shell that there is none for is refused with the near one', async () => {
  const { code, stderr } = await quickAgon(['completion', 'fisch']);
  expect([code, stderr]).toEqual([2, 'agon: there is no script for "fisch". Did you mean fish?\n']);
});

describeWith('bash', 'completion in bash', (bash) => {
  const complete = (...typed: string[]): Promise<string[]> =>
    lines(
      bash,
      '--norc',
      '-c',
      `eval "$(${AGON} completion bash)"; complete -p agon >/dev/null || exit 1
       COMP_WORDS=(agon "$@"); COMP_CWORD=$#; _agon; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      ...typed,
    );

  it('completes commands, options and values', async () => {
    expect(await complete('tourn')).toEqual(['tournament']);
    expect(await complete('train', 'dqn', '--env', 'pixel-p')).toEqual(['pixel-pong']);
    expect(await complete('runs', 'prune', '')).toEqual(['my-run']);
    expect(await complete('train', 'dqn', '--checkpoint')).toEqual(['--checkpoint-every']);
  });
});

describeWith('zsh', 'completion in zsh', (zsh) => {
  it('completes commands and values', async () => {
    const complete = (...typed: string[]): Promise<string[]> =>
      lines(
        zsh,
        '-fc',
        `compdef() { : }; compadd() { print -l -- "\${(@)found}" }; eval "$(${AGON} completion zsh)"
         words=(agon "$@"); CURRENT=$#words; _agon`,
        'zsh',
        ...typed,
      );
    expect(await complete('tourn')).toEqual(['tournament']);
    expect(await complete('train', 'dqn', '--env', 'pixel-')).toHaveLength(4);
  });
});

describeWith('fish', 'completion in fish', (fish) => {
  it('completes commands and values', async () => {
    const complete = (line: string): Promise<string[]> =>
      lines(fish, '--no-config', '-c', `${AGON} completion fish | source; complete -C '${line}'`);
    expect(await complete('agon tourn')).toEqual(['tournament']);
    expect(await complete('agon train dqn --env pixel-p')).toEqual(['pixel-pong']);
    expect(await complete('agon runs prune ')).toContain('my-run');
  });
});

/** Ctrl-C: once saves and prints the line that resumes; twice stops at once, and the run can still be resumed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { agon, startAgon, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const DQN = ['train', 'dqn', '--env', 'minatar-breakout', '--checkpoint-every', '200', '--steps'];
const ALPHAZERO = [
  'train',
  'alphazero',
  '--env',
  'tic_tac_toe',
  '--set',
  'gamesPerIteration=16',
  '--workers',
  '1',
];

/** The arguments of the resume line, as typed into a shell. */
function resumeLine(stderr: string): string[] {
  const [, line] = /^ {2}npx agon (.*)$/m.exec(stderr) ?? [];
  expect(line, stderr).toBeDefined();
  return line.split(' ');
}

const status = (run: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'runs', run, 'status.json'), 'utf8'));

describe('Ctrl-C while training', () => {
  it('saves, exits with 130 and prints a line that goes on where it stopped', async () => {
    const running = startAgon([...DQN, '1m', '--run', 'once'], folder);
    await running.says(/step [1-9]/);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('finishing the step and saving');
    const [, step] = /stopped at step ([\d,]+); the state is saved in runs\/once/.exec(stderr) ?? [];
    expect(status('once')).toMatchObject({ status: 'interrupted', step: Number(step.replaceAll(',', '')) });

    const again = startAgon(resumeLine(stderr), folder);
    await again.says(`resuming from step ${step}`);
    again.child.kill('SIGINT');
    expect((await again.finished).code).toBe(130);
  });

  it('stops worker threads by message', async () => {
    const running = startAgon([...ALPHAZERO, '--minutes', '5', '--run', 'workers'], folder);
    await running.says(/step [1-9]/);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code, stderr).toBe(130);
    expect(resumeLine(stderr)).toEqual(['train', 'alphazero', '--resume', 'workers']);
  });

  it('given twice stops at once without a crash, and the last state is still good', async () => {
    const running = startAgon([...DQN, '1m', '--run', 'twice'], folder);
    await running.says(/step [1-9]/);
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    const { code, signal } = await running.finished;
    // The first may have been enough where the second came too late; never an abort (134, SIGABRT).
    expect(code === 130 || signal === 'SIGINT').toBe(true);
    const resumed = await agon(['train', 'dqn', '--resume', 'twice', '--minutes', '0.01'], folder);
    expect(resumed.code, resumed.stderr).toBe(0);
  });
});

it('a tournament that is killed tells beforehand how to go on, and then counts every game once', async () => {
  const args = ['tournament', '--env', 'tic_tac_toe', '--games', '60', '--name', 'killed'];
  const agents = ['--agents', 'mcts:visits=2000,prove=false', 'random'];
  const file = join(folder, 'runs', 'tournaments', 'killed', 'games.jsonl');
  const running = startAgon([...args, ...agents], folder);
  const begun = await running.says(/--resume killed/);
  const hasGames = (): boolean => existsSync(file) && readFileSync(file, 'utf8').includes('\n');
  await vi.waitUntil(hasGames, { timeout: 60_000, interval: 10 });
  running.child.kill('SIGKILL');
  await running.finished;
  const line = resumeLine(begun);
  expect(line.slice(-2)).toEqual(['--resume', 'killed']);
  const { code, stdout, stderr } = await agon([...line, '--json'], folder);
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/resuming after [1-9]\d* of 60 games/);
  const { pairs } = JSON.parse(stdout) as {
    pairs: { games: number; wins: number; draws: number; losses: number }[];
  };
  const [{ wins, draws, losses }] = pairs;
  expect(wins + draws + losses).toBe(60);
  const ids = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => (JSON.parse(text) as { id: string }).id);
  expect(new Set(ids).size).toBe(60);
  expect(ids).toHaveLength(60);
}, 120_000);

it('Ctrl-C in a tournament keeps the games and prints the line that goes on', async () => {
  const args = [
    'tournament',
    '--env',
    'tic_tac_toe',
    '--agents',
    'mcts:visits=3000,prove=false',
    'random',
    '--games',
    '400',
  ];
  const running = startAgon(args, folder);
  await running.says(/[1-9]\d* of 400 games/);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.finished;
  expect(code, stderr).toBe(130);
  const line = resumeLine(stderr);
  expect(line).toContain('--resume');
  const again = startAgon(line, folder);
  await again.says(/resuming after [1-9]\d* of 400 games/);
  again.child.kill('SIGINT');
  expect((await again.finished).code).toBe(130);
});

it('Ctrl-C in quickstart saves the run that is in training', async () => {
  const running = startAgon(['quickstart', '--minutes', '3'], folder);
  await running.says(/step [1-9]/);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.finished;
  expect(code, stderr).toBe(130);
  expect(resumeLine(stderr)).toEqual(['train', 'dqn', '--resume', 'quickstart-breakout']);
  expect(existsSync(join(folder, 'runs', 'quickstart-breakout', 'state'))).toBe(true);
});

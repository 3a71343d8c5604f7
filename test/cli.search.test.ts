/** `agon search` as a user runs it: to its end, killed and gone on with, on other numbers of threads, and what it finds. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agon, startAgon, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const DATA = 'arcade-screens:task=game,count=200';
const SPACE = 'conv3x2s2|conv5x3s2|conv3x4s2/max|none/mean|none/dense4|dense8|none';
const SEARCH = ['search', 'classifier', '--data', DATA, '--steps', '24', '--set', `space=${SPACE}`, '--set', 'budget=9', '--set', 'batchSize=8']; // prettier-ignore

const trialsOf = (run: string): Record<string, unknown>[] =>
  readFileSync(join(folder, 'runs', run, 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The last weights of a run. */
function weightsOf(run: string): Buffer {
  const checkpoints = join(folder, 'runs', run, 'checkpoints');
  const steps = readdirSync(checkpoints).map((name) => parseInt(name));
  return readFileSync(join(checkpoints, `${Math.max(...steps)}.safetensors`));
}

describe('agon search', () => {
  it('tries networks, keeps the best with its weights, and comes to the same killed, and on two threads', async () => {
    const whole = await agon([...SEARCH, '--run', 'whole', '--workers', '0', '--json'], folder);
    expect(whole.code, whole.stderr).toBe(0);
    const trials = trialsOf('whole');
    const told = JSON.parse(whole.stdout) as { trials: number; best: { network: string; score: number } };
    expect(told.trials).toBe(trials.length);
    expect(told.best).toEqual(trials.findLast(({ isBest }) => isBest));

    const killed = startAgon([...SEARCH, '--run', 'killed', '--workers', '0'], folder);
    const path = join(folder, 'runs', 'killed', 'trials.jsonl');
    while (!existsSync(path) || readFileSync(path, 'utf8').split('\n').length < 5)
      await new Promise((go) => setTimeout(go, 5));
    killed.child.kill('SIGKILL');
    await killed.finished;
    expect(trialsOf('killed').length).toBeLessThan(trials.length);
    const resumed = await agon(['search', 'classifier', '--resume', 'killed'], folder);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain(told.best.network);
    const threads = await agon([...SEARCH, '--run', 'threads', '--workers', '2'], folder);
    expect(threads.code, threads.stderr).toBe(0);
    for (const run of ['killed', 'threads']) {
      expect(trialsOf(run)).toEqual(trials);
      expect(weightsOf(run).equals(weightsOf('whole'))).toBe(true);
    }

    const { network, score } = told.best;
    const spec = ['--steps', String(trials.findLast(({ isBest }) => isBest)!.updates), '--set', `network=${network}`, '--set', 'batchSize=8', '--run', 'own']; // prettier-ignore
    const own = await agon(['train', 'classifier', '--data', DATA, ...spec], folder);
    expect(own.code, own.stderr).toBe(0);
    expect(weightsOf('own').equals(weightsOf('whole'))).toBe(true);
    for (const run of ['own', 'whole']) {
      const measured = await agon(['eval', '--model', `runs/${run}`, '--data', `${DATA},split=validation`, '--json'], folder); // prettier-ignore
      expect(measured.code, measured.stderr).toBe(0);
      expect((JSON.parse(measured.stdout) as { accuracy: number }).accuracy).toBeCloseTo(score, 10);
    }
    const kept = await agon(['export', 'runs/whole', '--zoo', 'found'], folder);
    expect(kept.code, kept.stderr).toBe(0);
    const config = JSON.parse(readFileSync(join(folder, 'zoo', 'found', 'config.json'), 'utf8')) as object;
    expect(config).toMatchObject({ algorithm: 'classifier', settings: { network } });
    const command = readFileSync(join(folder, 'runs', 'whole', 'command.txt'), 'utf8');
    expect(command).toMatch(/^npx agon search classifier --data .* --set method=asha /);
  }, 120_000);

  it('finds a network for an agent, which plays', async () => {
    const set = [
      '--set',
      'space=dense8|dense16/dense8|none',
      '--set',
      'budget=1000',
      '--set',
      'method=random',
    ];
    const found = await agon(['search', 'dqn', '--env', 'cart-pole', '--steps', '2000', '--set', 'learningStarts=900', ...set, '--run', 'pole'], folder); // prettier-ignore
    expect(found.code, found.stderr).toBe(0);
    expect(found.stdout).toMatch(/score .*updates .*network/);
    const played = await agon(['eval', '--env', 'cart-pole', '--agent', 'runs/pole', '--episodes', '2', '--json'], folder); // prettier-ignore
    expect(played.code, played.stderr).toBe(0);
    expect((JSON.parse(played.stdout) as { returns: number[] }).returns).toHaveLength(2);
  }, 60_000);

  const game = ['--env', 'minatar-breakout', '--steps', '9'];
  it.each([
    ['no end', ['search', 'classifier', '--data', DATA], 'needs an end'],
    ['a misspelt algorithm', ['search', 'classifer', ...game], 'did you mean "classifier"'],
    ['what plays board games', ['search', 'alphazero', '--env', 'tic_tac_toe', '--steps', '9'], 'no search for networks of alphazero'], // prettier-ignore
    ['a number out of range', [...SEARCH, '--set', 'parallel=0'], '"parallel" must be'], // prettier-ignore
    ['a space of no blocks', ['search', 'dqn', ...game, '--set', 'space=cnov3x8'], 'did you mean "conv"'],
    ['blocks in a wrong order', ['search', 'dqn', ...game, '--set', 'space=dense8/conv3x8'], '"conv3x8" could follow "dense8"'], // prettier-ignore
    ['a network that somebody names', ['search', 'dqn', ...game, '--set', 'network=mlp'], 'there is no setting "network"'], // prettier-ignore
    ['blocks that cannot read what there is', ['search', 'dqn', '--env', 'cart-pole', '--steps', '9', '--set', 'space=conv3x8'], 'reads rows, pictures or volumes, got [4]'], // prettier-ignore
    ['trials that are too short to measure', ['search', 'dqn', ...game, '--set', 'budget=9', '--set', 'method=random'], 'set a larger budget'], // prettier-ignore
    [
      'a network that is none',
      ['train', 'dqn', ...game, '--set', 'network=blocks:layers=conv3'],
      '"conv3" is not one',
    ],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stderr } = await agon(args, folder);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stderr).not.toContain('    at ');
  });
});

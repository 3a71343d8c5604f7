/** `agon learn`, `agon train classifier` and `agon eval --model` as a user runs them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agon, temporaryFolder } from './agon.js';

const folder = temporaryFolder();

describe('agon learn', () => {
  it('lists the lessons', async () => {
    const { code, stdout } = await agon(['learn', '--json'], folder);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toContain('approximation');
  });

  it('runs one and writes picture and numbers', async () => {
    const { code, stdout } = await agon(
      ['learn', 'approximation', '--set', 'updates=200', '--out', 'made', '--json'],
      folder,
    );
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as { numbers: Record<string, number>; files: string[] };
    expect(told.numbers.updates).toBe(200);
    expect(readFileSync(join(folder, 'made', 'approximation.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>$/s);
    expect(JSON.parse(readFileSync(join(folder, 'made', 'approximation.json'), 'utf8'))).toMatchObject({
      lesson: 'approximation',
      numbers: told.numbers,
    });
  });

  it('learns a function from a file of numbers', async () => {
    writeFileSync(join(folder, 'mine.txt'), '1\n5\n2\n');
    const settings = ['--set', 'function=mine.txt', '--set', 'updates=200'];
    const { code, stdout, stderr } = await agon(['learn', 'approximation', ...settings, '--json'], folder);
    expect(code, stderr).toBe(0);
    expect((JSON.parse(stdout) as { numbers: Record<string, number> }).numbers.meanError).toBeLessThan(0.1);
  });

  it('says which data a lesson takes, and what to type where they are not here', async () => {
    const elsewhere = { AGON_DATA: join(folder, 'no-data') };
    const all = JSON.parse((await agon(['learn', '--json'], folder, { env: elsewhere })).stdout) as { id: string; data: string[] }[]; // prettier-ignore
    expect(all.find(({ id }) => id === 'pooling')?.data).toContain('mnist');
    expect((await agon(['learn'], folder, { env: elsewhere })).stderr).toContain('agon data get mnist');
    const { code, stderr } = await agon(['learn', 'pooling'], folder, { env: elsewhere });
    expect(code).toBe(2);
    expect(stderr).toContain('agon data get mnist');
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    [
      'a function that there is none of',
      ['learn', 'approximation', '--set', 'function=wafe'],
      'did you mean "wave"',
    ],
    ['a lesson that there is none of', ['learn', 'aproximation'], 'did you mean "approximation"'],
    ['a setting out of range', ['learn', 'approximation', '--set', 'updates=0'], '"updates" must be'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stderr } = await agon(args, folder);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});

describe('a classifier', () => {
  const data = 'arcade-screens:task=game,count=300';

  it('is trained, resumed, measured and attacked', async () => {
    const train = ['train', 'classifier', '--data', data, '--set', 'network=lenet', '--run', 'seen'];
    const first = await agon([...train, '--steps', '30', '--set', 'decaySteps=60'], folder);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toContain(`npx agon eval --model runs/seen --data ${data}`);
    const more = await agon(['train', 'classifier', '--steps', '60', '--resume', 'seen'], folder);
    expect(more.code, more.stderr).toBe(0);
    const measured = await agon(
      ['eval', '--model', 'runs/seen', '--data', `${data},split=test`, '--json'],
      folder,
    );
    expect(measured.code, measured.stderr).toBe(0);
    const score = JSON.parse(measured.stdout) as Record<string, unknown>;
    expect(score).toMatchObject({ model: 'runs/seen', data, split: 'test' });
    expect(score.accuracy).toBeGreaterThan(0.8);
    const attack = ['--attack', 'pgd:epsilon=0.1,steps=5,pictures=50', '--json'];
    const attacked = await agon(['eval', '--model', 'runs/seen', ...attack], folder);
    expect(attacked.code, attacked.stderr).toBe(0);
    const { clean, accuracy } = JSON.parse(attacked.stdout) as { clean: number; accuracy: number };
    expect(accuracy).toBeLessThan(clean);
    const kept = await agon(['export', 'runs/seen', '--zoo', 'seen'], folder);
    expect(kept.code, kept.stderr).toBe(0);
    const card = JSON.parse(readFileSync(join(folder, 'zoo', 'seen', 'card.json'), 'utf8')) as object;
    expect(card).toMatchObject({ licence: expect.stringContaining('MIT') as string });
    const again = await agon(['eval', '--model', 'zoo/seen', '--json'], folder);
    expect(JSON.parse(again.stdout)).toMatchObject({ accuracy: score.accuracy });
  }, 60_000);

  it.each([
    [
      'data that there is none of',
      ['train', 'classifier', '--data', 'mnits', '--steps', '5'],
      'did you mean "mnist"',
    ],
    ['an environment', ['train', 'classifier', '--env', 'cart-pole', '--steps', '5'], 'give --data DATA'],
    ['no data', ['train', 'classifier', '--steps', '5'], 'give --data DATA'],
    ['to play', ['eval', '--env', 'cart-pole', '--agent', 'runs/seen'], 'it plays nothing'],
    ['an agent as a model', ['eval', '--model', 'runs/none'], 'there is no run "none"'],
    [
      'other data than it was trained on',
      ['eval', '--model', 'runs/seen', '--data', 'arcade-screens:task=invaders,count=100'],
      'same classes',
    ],
    [
      'an attack that there is none of',
      ['eval', '--model', 'runs/seen', '--attack', 'pdg'],
      'did you mean "pgd"',
    ],
    ['nothing to measure', ['eval'], 'say what to measure'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stderr } = await agon(args, folder);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(folder, 'runs', 'classifier-mnits-seed1'))).toBe(false);
  });
});

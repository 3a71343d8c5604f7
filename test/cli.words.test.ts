/** Texts and series as a user meets them: train, measure, sample, forecast. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agon, temporaryFolder } from './agon.js';

/** Four lines over and over. */
const BOOK = 'the cat sat on the mat.\nthe dog ate my fish.\na bird sang.\nthe mat was red.\n'.repeat(60);

describe('a text of one’s own', () => {
  it('is learned, measured and continued', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'book.txt'), BOOK);
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await agon(args, folder);
      expect(code, stderr).toBe(0);
      return stdout;
    };
    await run('train', 'language-model', '--text', 'book.txt', '--steps', '1', '--set', 'network=ngram:order=8', '--run', 'counted'); // prettier-ignore
    await run('train', 'language-model', '--text', 'book.txt', '--steps', '150', '--run', 'learned', '--set', 'network=gru:units=32,width=16', '--set', 'length=24', '--set', 'batchSize=8', '--set', 'learningRate=0.02'); // prettier-ignore
    for (const model of ['runs/counted', 'runs/learned']) {
      const score = JSON.parse(await run('eval', '--model', model, '--text', 'book.txt', '--json')) as Record<string, number>; // prettier-ignore
      expect(score).toMatchObject({ model, data: 'text:book.txt', split: 'test', n: BOOK.length / 10 - 1 });
      expect(score.loss).toBeLessThan(0.4);
      expect(score.perplexity).toBeCloseTo(Math.exp(score.loss), 6);
      const args = ['sample', '--model', model, '--prompt', 'the dog ', '--set', 'temperature=0', '--set', 'tokens=12']; // prettier-ignore
      expect(await run(...args)).toBe('the dog ate my fish.\n');
      const beams = [...args.slice(0, 5), '--set', 'beams=3', '--set', 'tokens=12', '--json'];
      expect(JSON.parse(await run(...beams))).toMatchObject({ samples: ['the dog ate my fish.'] });
    }
    await run('sample', '--model', 'runs/learned', '--count', '2', '--set', 'tokens=5', '--out', 'out.txt');
    expect(readFileSync(join(folder, 'out.txt'), 'utf8').split('────────')).toHaveLength(2);
    await run(
      'sample',
      '--model',
      'runs/counted',
      '--count',
      '70',
      '--set',
      'tokens=5',
      '--out',
      'texts/machine/',
    );
    expect(readdirSync(join(folder, 'texts/machine'))).toHaveLength(70);
    expect(readFileSync(join(folder, 'texts/machine/70.txt'), 'utf8')).toHaveLength(5);
    expect(await run('sample', '--settings')).toContain('topP');
    for (const [args, words] of [
      [['sample', '--model', 'runs/learned', '--prompt', 'ž'], '"ž" (U+017E)'],
      [['sample', '--model', 'zoo/tic-tac-toe'], 'does not write anything'],
      [['sample'], '--model runs/NAME'],
      [['eval', '--model', 'runs/learned', '--text', 'a', '--data', 'b'], 'give one of them'],
      [['train', 'language-model', '--text', 'nothing.txt', '--steps', '1'], 'nothing.txt'],
    ] as const) {
      const { code, stderr } = await agon([...args], folder);
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
  }, 120_000);
});

describe('a series of one’s own', () => {
  it('is learned and forecast beside what needs no training', async () => {
    const folder = temporaryFolder();
    const lines = Array.from({ length: 300 }, (_, i) => `${i},${(20 + 5 * Math.sin(i / 3)).toFixed(4)}`);
    writeFileSync(join(folder, 'waves.csv'), ['step,height', ...lines].join('\n'));
    const data = 'csv:waves.csv,columns=height';
    const trained = await agon(['train', 'forecaster', '--data', data, '--steps', '200', '--run', 'waves', '--set', 'network=mlp:hidden=16', '--set', 'context=8', '--set', 'horizon=3', '--set', 'learningRate=0.01'], folder); // prettier-ignore
    expect(trained.code, trained.stderr).toBe(0);
    const { stdout } = await agon(['eval', '--model', 'runs/waves', '--data', `${data},anomalies=4`], folder);
    expect(stdout).toMatch(/the network +0\.\d+/);
    expect(stdout).toMatch(/the last value +1\.000/);
    expect(stdout).toContain('anomalies: area under ROC');
    const shown = await agon(['data', 'show', data, '--json'], folder);
    expect(JSON.parse(shown.stdout)).toMatchObject({ channels: ['height'], splits: { train: { steps: 210 }, test: { steps: 60 } } }); // prettier-ignore
  }, 60_000);
});

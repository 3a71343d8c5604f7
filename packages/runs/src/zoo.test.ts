import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunConfig } from './run.js';
import { keepInZoo, readCard, readZooCheckpoint, zooNames } from './zoo.node.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agon-zoo-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const checkpoint = {
  algorithm: 'alphazero',
  env: 'go:size=9',
  settings: {},
  step: 200,
  weights: new Uint8Array([1]),
};

/** A run that trained a minute for every hundred steps, from `start`. */
function writeRun(name: string, start: string, more: Partial<RunConfig> = {}): void {
  const directory = join(root, 'runs', name);
  mkdirSync(directory, { recursive: true });
  const config = {
    ...{ format: 1, name, algorithm: 'alphazero', env: 'go:size=9', envVersion: 1, seed: 7, steps: 300 },
    ...{ minutes: null, workers: 0, checkpointEvery: 100, settings: { start }, preset: null, versions: {} },
    ...{ created: '2026-01-01T00:00:00Z', ...more },
  };
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  const lines = [100, 200, 300].map((step) => `${JSON.stringify({ step, seconds: 0.6 * step })}\n`);
  writeFileSync(join(directory, 'metrics.jsonl'), lines.join(''));
}

const places = () => ({ zooDir: join(root, 'zoo'), runsDir: join(root, 'runs') });
const keep = (name: string, run: string) => {
  keepInZoo(places(), name, run, checkpoint, []);
  return readCard([places().zooDir], name)!;
};
const runsNamed = ({ command }: { command: string }) =>
  command.split(' && ').map((each) => / --(?:run|resume) (\S+)$/.exec(each)?.[1]);

describe('the agents that come with agon', () => {
  const zooDirs = [join(import.meta.dirname, '../../../zoo')];

  it.each(zooNames(zooDirs))('%s is read, with its card', (name) => {
    const { algorithm, env, step, weights } = readZooCheckpoint(zooDirs, name);
    expect(weights.length).toBeGreaterThan(1000);
    // Models have no environment.
    expect(readCard(zooDirs, name)).toMatchObject({ ...(env !== undefined && { env }), step });
    expect(algorithm).not.toBe('');
  });

  it('are all there', () => expect(zooNames(zooDirs).length).toBeGreaterThan(10));
});

describe('the card of an agent in the zoo', () => {
  it('tells the command and the wall time up to the step that was kept', () => {
    writeRun('alone', '');
    const card = keep('agent', 'alone');
    expect(runsNamed(card)).toEqual(['alone']);
    expect(card).toMatchObject({ minutes: 2, seed: 7, step: 200 });
  });

  it('tells those of the runs before it too, oldest first, each up to where the next one began', () => {
    writeRun('first', '');
    writeRun('second', 'runs/first@100');
    writeRun('third', 'runs/second');
    const card = keep('agent', 'third');
    expect(runsNamed(card)).toEqual(['first', 'second', 'third']);
    expect(card.minutes).toBe(1 + 3 + 2);
  });

  it('takes them from the card where the run began from an agent of the zoo, also from the one that it replaces', () => {
    writeRun('first', '');
    keep('agent', 'first');
    writeRun('second', 'zoo/agent');
    const card = keep('agent', 'second');
    expect(runsNamed(card)).toEqual(['first', 'second']);
    expect(card.minutes).toBe(4);
    expect(keep('agent', 'second')).toEqual(card);
  });

  it('tells each end that the run was given', () => {
    writeRun('grown', '', { earlierSteps: [100, 200] });
    const { command } = keep('agent', 'grown');
    expect(command.split(' && ').map((each) => each.replace(/ --seed.*(?= --run)/, ''))).toEqual([
      'npx agon train alphazero --env go:size=9 --steps 100 --run grown',
      'npx agon train alphazero --env go:size=9 --steps 200 --resume grown',
      'npx agon train alphazero --env go:size=9 --steps 300 --resume grown',
    ]);
  });

  it('ends where runs name each other, or themselves, as copied and renamed folders may', () => {
    writeRun('first', 'runs/second');
    writeRun('second', 'runs/first');
    expect(runsNamed(keep('agent', 'second'))).toEqual(['first', 'second']);
    writeRun('self', 'runs/self@100');
    expect(runsNamed(keep('agent', 'self'))).toEqual(['self']);
  });

  it('reads no path that a run names in place of another run', () => {
    writeRun('lost', 'runs/../../etc');
    expect(runsNamed(keep('agent', 'lost'))).toEqual(['lost']);
    expect(() => keep('../outside', 'lost')).toThrow('cannot name a file');
  });

  it('tells its own where the run that it began from is gone', () => {
    writeRun('second', 'runs/first');
    expect(runsNamed(keep('agent', 'second'))).toEqual(['second']);
  });
});

/** Every command by the real `agon` on tiny settings, and the JSON forms that scripts rely on. */
import { readFileSync, writeFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Go } from '@agon/envs';
import { trainers, type RunConfig } from '@agon/runs';
import type { ZooCard } from '@agon/runs/node';
import { agon, agonInOneProcess, ROOT, startAgon, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const quickAgon = agonInOneProcess(folder);
const TINY_DQN = ['--set', 'bufferSize=500', '--set', 'learningStarts=50', '--set', 'network=mlp:hidden=8'];
const TINY_ALPHAZERO = [
  '--set',
  'gamesPerIteration=8',
  '--set',
  'visits=4',
  '--set',
  'network=board-mlp:hidden=8',
];
const TRACES = join(ROOT, 'packages', 'envs', 'testdata', 'minatar', 'breakout.json');

const interval = v.strictTuple([v.number(), v.number()]);
const evaluation = v.strictObject({
  returns: v.array(v.number()),
  mean: v.number(),
  iqm: v.number(),
  ci95: interval,
  stepsPerSecond: v.number(),
  cut: v.number(),
});
const setting = v.strictObject({
  key: v.string(),
  type: v.string(),
  default: v.optional(v.unknown()),
  least: v.optional(v.number()),
  most: v.optional(v.number()),
  description: v.pipe(v.string(), v.nonEmpty()),
});
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A command that must succeed and say nothing but one JSON document of this form on stdout; all in one process. */
async function json<S extends v.GenericSchema>(schema: S, ...args: string[]): Promise<v.InferOutput<S>> {
  const { code, stdout, stderr } = await quickAgon([...args, '--json']);
  expect(code, stderr).toBe(0);
  return v.parse(schema, JSON.parse(stdout));
}

/** A command that must succeed; all in one process. @returns its stdout */
async function text(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await quickAgon(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** The same in a process of its own, which must end by itself: so each command is shown once. */
async function ownText(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await agon(args, folder);
  expect(code, stderr).toBe(0);
  return stdout;
}

beforeAll(async () => {
  await ownText(
    'train',
    'dqn',
    '--env',
    'minatar-breakout',
    '--steps',
    '300',
    '--checkpoint-every',
    '100',
    '--run',
    'b',
    ...TINY_DQN,
  );
  await ownText(
    'train',
    'alphazero',
    '--env',
    'tic_tac_toe',
    '--steps',
    '100',
    '--workers',
    '0',
    '--run',
    't',
    ...TINY_ALPHAZERO,
  );
}, 60_000);

describe('agon train', () => {
  it('prints the resolved configuration first, then progress, then what to do next', async () => {
    const args = [
      'train',
      'dqn',
      '--env',
      'minatar-breakout',
      '--steps',
      '200',
      '--run',
      'shown',
      ...TINY_DQN,
    ];
    const { code, stdout, stderr } = await agon(args, folder);
    expect([code, stdout]).toEqual([0, '']);
    const lines = stderr.split('\n');
    expect(lines[0]).toBe(
      'dqn on minatar-breakout:sticky=0.1,ramping=true,minimal=false,limit=0 → runs/shown',
    );
    expect(lines[1]).toMatch(/^ {2}200 steps, seed 1, no worker threads, checkpoint every 1,000 steps$/);
    expect(stderr).toContain('settings (preset minatar-breakout):');
    expect(stderr).toMatch(/network=mlp:hidden=8 .*bufferSize=500 learningStarts=50/);
    expect(stderr).toMatch(/finished at step 200 after .*: runs\/shown\n/);
    expect(stderr).toContain('npx agon eval --env minatar-breakout --agent runs/shown --episodes 100');
    expect(stderr).toContain('npx agon view');
  });

  it('writes a run with its configuration, command, metrics, weights and state', () => {
    for (const name of [
      'config.json',
      'command.txt',
      'metrics.jsonl',
      'state',
      'checkpoints/300.safetensors',
    ]) {
      expect(existsSync(join(folder, 'runs', 'b', name)), name).toBe(true);
    }
  });

  it('writes a command that begins the same run again', async () => {
    const [, , ...args] = readFileSync(join(folder, 'runs', 'b', 'command.txt'), 'utf8')
      .trim()
      .split(' ');
    await ownText(...args, '--run', 'again');
    const weights = (run: string): Buffer =>
      readFileSync(join(folder, 'runs', run, 'checkpoints', '300.safetensors'));
    expect(weights('again').equals(weights('b'))).toBe(true);
  });

  it('goes on with a run by its name or as "latest", to more steps', async () => {
    await text('train', 'dqn', '--env', 'minatar-breakout', '--steps', '100', '--run', 'r', ...TINY_DQN);
    const outcome = v.strictObject({
      name: v.string(),
      directory: v.string(),
      status: v.picklist(['finished', 'interrupted', 'failed']),
      step: count,
      seconds: v.number(),
    });
    const first = await json(outcome, 'train', 'dqn', '--resume', 'r', '--steps', '200');
    expect(first).toMatchObject({ name: 'r', directory: 'runs/r', status: 'finished', step: 200 });
    expect(await json(outcome, 'train', 'dqn', '--resume', 'latest', '--steps', '250')).toMatchObject({
      name: 'r',
      step: 250,
    });
  });

  it('tells what happens as lines of JSON', async () => {
    const args = [
      'train',
      'dqn',
      '--env',
      'minatar-breakout',
      '--steps',
      '1k',
      '--run',
      'lines',
      '--jsonl',
      ...TINY_DQN,
    ];
    const lines = (await text(...args))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; step: number });
    expect(lines[0]).toMatchObject({ kind: 'opened', directory: 'runs/lines', config: { steps: 1000 } });
    expect(lines[1].kind).toBe('start');
    expect(lines.at(-1)).toEqual({ kind: 'checkpoint', step: 1000 });
    expect(lines.find(({ kind }) => kind === 'metrics')).toMatchObject({
      step: 1000,
      values: { loss: expect.any(Number) as number },
    });
  });

  it('gives runs of one kind names of their own', async () => {
    const args = [
      'train',
      'alphazero',
      '--env',
      'tic_tac_toe',
      '--steps',
      '20',
      '--workers',
      '0',
      '--json',
      ...TINY_ALPHAZERO,
    ];
    const names = [await text(...args), await text(...args)].map(
      (out) => (JSON.parse(out) as { name: string }).name,
    );
    expect(names).toEqual(['alphazero-tic_tac_toe-seed1', 'alphazero-tic_tac_toe-seed1-2']);
  });

  it('trains AlphaZero with worker threads that leave in peace', async () => {
    const args = [
      'train',
      'alphazero',
      '--env',
      'tic_tac_toe',
      '--steps',
      '100',
      '--workers',
      '1',
      '--run',
      'w',
      ...TINY_ALPHAZERO,
    ];
    const { code, stderr } = await agon(args, folder);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('1 worker thread,');
  });

  it('lists settings and presets, and resolves a configuration without training', async () => {
    expect(await text('train', 'dqn', '--settings')).toMatch(/^learningRate +\S+ +number +learning rate/m);
    const settings = await json(
      v.strictObject({
        id: v.literal('dqn'),
        title: v.string(),
        paper: v.string(),
        kind: v.literal('env'),
        settings: v.array(setting),
        presets: v.record(v.string(), v.record(v.string(), v.unknown())),
      }),
      'train',
      'dqn',
      '--settings',
    );
    const gamma = settings.settings.find(({ key }) => key === 'gamma');
    expect(gamma?.description).toBe('discount factor per step');
    const dry = async (...flags: string[]) => {
      const breakout = ['train', 'dqn', '--env', 'minatar-breakout', '--steps', '5k', '--run', 'dry'];
      return JSON.parse(await text(...breakout, '--dry-run', '--json', ...flags)) as RunConfig;
    };
    const config = await dry('--set', 'gamma=0.5');
    expect([config.steps, config.settings.gamma, config.preset]).toEqual([5000, 0.5, 'minatar-breakout']);
    const plain = await dry('--preset', 'none');
    expect(plain.preset).toBeNull();
    for (const { key, default: byDefault } of settings.settings)
      expect(String(plain.settings[key])).toBe(String(byDefault));
    expect(existsSync(join(folder, 'runs', 'dry'))).toBe(false);
  });

  it('takes board and end of AlphaGo from its games and its stages', async () => {
    const args = ['train', 'alphago', '--sgf', join(ROOT, 'data', 'katago-9x9'), '--dry-run', '--json'];
    const { env, steps } = JSON.parse(await text(...args)) as RunConfig;
    expect(env).toMatch(/^go:size=9,/);
    expect(steps).toBe(16_401);
  });

  it('names every algorithm in its help', async () => {
    const help = (await text('train', '--help')).replaceAll(/\s+/g, ' ');
    expect(help).toContain(
      ` ${Object.keys(trainers)
        .sort()
        .join(', ')
        .replace(/, (?=[^,]*$)/, ' or ')} `,
    );
  });
});

describe('agon eval', () => {
  it('gives returns, mean, interquartile mean and interval, the same for the same seed', async () => {
    const args = ['eval', '--env', 'minatar-breakout', '--agent', 'runs/b', '--episodes', '5', '--seed', '3'];
    const [first, second] = [await json(evaluation, ...args), await json(evaluation, ...args)];
    expect(first.returns).toHaveLength(5);
    expect(first.mean).toBeCloseTo(first.returns.reduce((sum, x) => sum + x, 0) / 5, 10);
    expect(first.ci95[0]).toBeLessThanOrEqual(first.mean);
    expect(first.ci95[1]).toBeGreaterThanOrEqual(first.mean);
    expect({ ...second, stepsPerSecond: 0 }).toEqual({ ...first, stepsPerSecond: 0 });
  });

  it('gives the score under an attack, and without it beside', async () => {
    const args = ['eval', '--env', 'minatar-breakout', '--agent', 'zoo/minatar-breakout', '--episodes', '2'];
    const attacked = v.object({ ...evaluation.entries, attack: v.string(), clean: evaluation });
    const { clean, ...under } = await json(attacked, ...args, '--attack', 'bit-flips:count=2');
    const { returns } = await json(evaluation, ...args);
    expect(clean.returns).toEqual(returns);
    expect(under.attack).toBe('bit-flips:count=2');
    expect(under.returns).toHaveLength(2);
    expect(under.mean).toBeLessThan(clean.mean / 2);
    // The same in worker threads.
    const inThreads = await json(attacked, ...args, '--attack', 'bit-flips:count=2', '--workers', '1');
    expect(inThreads.returns).toEqual(under.returns);
  });

  it('plays an early checkpoint, and board games against an opponent', async () => {
    await json(evaluation, 'eval', '--env', 'minatar-breakout', '--agent', 'runs/b@100', '--episodes', '2');
    const solver = await json(
      evaluation,
      'eval',
      '--env',
      'tic_tac_toe',
      '--agent',
      'solver',
      '--opponent',
      'runs/t:visits=4',
      '--episodes',
      '6',
    );
    expect(Math.min(...solver.returns)).toBeGreaterThanOrEqual(0);
    expect(await ownText('eval', '--env', 'tic_tac_toe', '--agent', 'solver', '--episodes', '4')).toMatch(
      /^solver on tic_tac_toe against random, 4 episodes\n {2}mean return +\S+ +\(95 % interval/,
    );
  });
});

// Rows may say more than scripts rely on.
describe('agon tournament', () => {
  const game = v.looseObject({
    name: v.string(),
    env: v.literal('tic_tac_toe'),
    seed: v.number(),
    kind: v.literal('game'),
    players: v.array(
      v.looseObject({
        agent: v.string(),
        elo: v.number(),
        ci95: interval,
        games: count,
        wins: count,
        draws: count,
        losses: count,
        forfeits: count,
      }),
    ),
    pairs: v.array(
      v.looseObject({
        a: v.string(),
        b: v.string(),
        games: count,
        wins: count,
        draws: count,
        losses: count,
        score: v.nullable(v.number()),
        superiority: v.number(),
      }),
    ),
    duplicates: count,
    firstPlayerScore: v.nullable(v.number()),
    warnings: v.array(v.string()),
  });

  it('lets each pair play N games with swapped seats, and rates the players', async () => {
    const table = await json(
      game,
      'tournament',
      '--env',
      'tic_tac_toe',
      '--agents',
      'random',
      'solver',
      'runs/t:visits=8',
      '--games',
      '6',
      '--seed',
      '1',
    );
    expect(table.pairs).toHaveLength(3);
    for (const { wins, draws, losses, games } of table.players) expect(wins + draws + losses).toBe(games);
    const [random, solver] = table.players;
    expect(solver.losses).toBe(0);
    expect(solver.elo).toBeGreaterThan(random.elo);
  });

  it('prints a table, best player first', async () => {
    const out = await ownText(
      'tournament',
      '--env',
      'tic_tac_toe',
      '--agents',
      'random',
      'scripted',
      '--games',
      '10',
    );
    expect(out).toMatch(/agent +Elo +95 % +score +games +wins +draws +losses\n1 +scripted .*\n2 +random /);
    expect(out).toMatch(/random +against +scripted +\d+ wins?, \d+ draws?, \d+ loss/);
  });

  it('compares agents by their scores on the same episodes of an environment', async () => {
    const table = await json(
      v.looseObject({
        name: v.string(),
        env: v.literal('minatar-breakout'),
        seed: v.number(),
        kind: v.literal('env'),
        players: v.array(
          v.looseObject({
            agent: v.string(),
            episodes: count,
            mean: v.number(),
            iqm: v.number(),
            ci95: interval,
          }),
        ),
        pairs: v.array(
          v.looseObject({
            a: v.string(),
            b: v.string(),
            difference: v.number(),
            ci95: interval,
            probabilityOfImprovement: v.number(),
          }),
        ),
        warnings: v.array(v.string()),
      }),
      ...[
        'tournament',
        '--env',
        'minatar-breakout',
        '--agents',
        'random',
        'scripted',
        'runs/b',
        '--games',
        '3',
        '--limit',
        '100',
      ],
    );
    expect(table.players.map(({ agent }) => agent)).toEqual(['random', 'scripted', 'runs/b']);
    expect(table.players[1].mean).toBeGreaterThan(table.players[0].mean);
  });
});

describe('lists', () => {
  it('agon envs tells ids, kinds and versions', async () => {
    const list = await json(
      v.array(
        v.looseObject({
          id: v.string(),
          kind: v.picklist(['env', 'game']),
          title: v.string(),
          version: count,
          settings: v.array(setting),
        }),
      ),
      'envs',
    );
    expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining(['minatar-breakout', 'tic_tac_toe']));
    expect(await ownText('envs')).toMatch(/^tic_tac_toe +board game +1 /m);
  });

  it('agon agents and agon nets tell ids and options', async () => {
    const info = v.looseObject({ id: v.string(), title: v.string(), settings: v.array(setting) });
    expect((await json(v.array(info), 'agents')).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['random', 'scripted', 'solver', 'mcts']),
    );
    expect((await json(v.array(info), 'nets')).map(({ id }) => id)).toContain('minatar-cnn');
    expect(await ownText('agents')).toMatch(/^random +everything /m);
    expect(await ownText('nets')).toMatch(/^mlp +q /m);
  });
});

describe('agon conformance', () => {
  it('tells that recorded traces agree', async () => {
    expect(await ownText('conformance', TRACES)).toMatch(/12 cases, 14,000 steps: all agree/);
  });

  it('names the first difference and fails', async () => {
    const file = JSON.parse(readFileSync(TRACES, 'utf8')) as { traces: { rewards: number[][] }[] };
    file.traces[2].rewards[0][0] += 1;
    const path = join(folder, 'changed.json');
    writeFileSync(path, JSON.stringify(file));
    const { code, stdout, stderr } = await agon(['conformance', path], folder);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/changed\.json: .* differs at step \d+: reward: expected .*, got /);
  });
});

describe('agon perft', () => {
  it('prints the count alone', async () => {
    expect(await ownText('perft', '--env', 'tic_tac_toe', '--depth', '2')).toBe('72\n');
  });

  it('counts what is known: 255,168 games of tic-tac-toe', async () => {
    const leaves = v.strictObject({ leaves: count });
    expect(await json(leaves, 'perft', '--env', 'tic_tac_toe', '--depth', '9')).toEqual({ leaves: 255_168 });
    expect(
      await json(leaves, 'perft', '--env', 'tic_tac_toe', '--depth', '2', '--moves', 'x(1,1) o(0,0)'),
    ).toEqual({
      leaves: 42,
    });
  });
});

describe('agon playthrough', () => {
  it('prints a whole game state by state, the same for the same seed', async () => {
    const [first, second] = [
      await text('playthrough', 'tic_tac_toe', '--seed', '5'),
      await ownText('playthrough', 'tic_tac_toe', '--seed', '5'),
    ];
    expect(second).toBe(first);
    expect(first).toMatch(/^game: tic_tac_toe\nseed: 5\n/);
    expect(first).toMatch(/IsTerminal\(\) = True\n[^]*Returns\(\) = \[-?[01], -?[01]\]\n.*\n$/);
    expect(await text('playthrough', 'minatar-breakout', '--seed', '2')).toMatch(/Terminated\(\) = True/);
  });
});

describe('agon analyze', () => {
  const args = ['analyze', '--env', 'tic_tac_toe', '--moves', '0,3,1,4', '--agent'];
  const analysis = v.strictObject({
    value: v.nullable(v.number()),
    best: v.string(),
    moves: v.array(
      v.strictObject({
        action: count,
        text: v.string(),
        prior: v.nullable(v.number()),
        visits: v.nullable(count),
        q: v.nullable(v.number()),
      }),
    ),
  });

  it.each(['mcts:visits=200', 'solver', 'runs/t:visits=100'])('finds the win with %s', async (agent) => {
    const { value, best, moves } = await json(analysis, ...args, agent);
    expect([value, best]).toEqual([1, 'x(0,2)']);
    expect(moves.map(({ action }) => action).sort()).toEqual([2, 5, 6, 7, 8]);
  });

  it('tells the exact score of a position of Connect Four from the solver', async () => {
    const scored = v.looseObject({ score: v.number(), value: v.number(), best: v.string() });
    const moves = '7422341735647741166133573473242566';
    const env = ['--env', 'connect_four', '--moves', moves];
    expect(await json(scored, 'analyze', ...env, '--agent', 'solver')).toMatchObject({ value: 1, score: 1 });
  });

  it('shows the board and the moves', async () => {
    expect(await ownText(...args, 'mcts:visits=200')).toMatch(
      /^x x \.\no o \.\n\. \. \.\n\nx to move: mcts:visits=200 plays x\(0,2\), value 1 for x/,
    );
  });

  it('shows no move of Go that was not looked at, the one it plays first', async () => {
    const shown = await text('analyze', '--env', 'go:size=9', '--agent', 'mcts:visits=6', '--moves', 'E5');
    expect(shown).toMatch(/^1 move, komi 7\.5, white \(O\) to play\n {3}A B C D E F G H J\n/);
    expect(shown).toContain('.(X).');
    const best = /plays (\S+), value/.exec(shown)?.[1];
    const [, table] = shown.split(/^move .*\n/m);
    const rows = table.trimEnd().split('\n').map((line) => line.split(/\s+/)); // prettier-ignore
    const moves = rows.slice(0, -1);
    expect(moves[0][0]).toBe(best);
    expect(moves.length).toBeLessThanOrEqual(6);
    for (const [, visits] of moves) expect(Number(visits)).toBeGreaterThan(0);
    expect(rows.at(-1)?.join(' ')).toBe(`… ${81 - moves.length} moves without a visit (--json)`);
  });
});

describe('agon export', () => {
  it('writes an ONNX file that gives the action values which the agent sees', async () => {
    const path = join(folder, 'made', 'b.onnx');
    expect(await ownText('export', 'runs/b', '--onnx', path)).toMatch(
      /input +observation \[1, 10, 10, 4\] float32\n +outputs q \[1, 6\]/,
    );
    // The runtime's own face: the engine has no part in reading the file.
    const require = createRequire(join(ROOT, 'packages', 'engine', 'package.json'));
    const ort = require('onnxruntime-node') as typeof import('onnxruntime-node');
    const session = await ort.InferenceSession.create(path);
    expect([session.inputNames, session.outputNames]).toEqual([['observation'], ['q']]);
    const { makeAgent } = await import('@agon/agents');
    const { diskCheckpoints } = await import('@agon/runs/node');
    const { makeEnv } = await import('@agon/envs');
    const { RandomStream } = await import('@agon/core');
    const env = makeEnv('minatar-breakout');
    const agent = await makeAgent(
      'runs/b:epsilon=0',
      { kind: 'env', env },
      diskCheckpoints(join(folder, 'runs')),
    );
    env.reset(5);
    const observation = new Float32Array(400);
    for (let step = 0; step < 5; step++) {
      env.observe(observation);
      const action = await agent.act({ kind: 'env', observation, env }, new RandomStream(0));
      const { q } = await session.run({
        observation: new ort.Tensor('float32', observation.slice(), [1, 10, 10, 4]),
      });
      const wanted = agent.analysis()?.q ?? [];
      expect(wanted).toHaveLength(6);
      wanted.forEach((value, i) => expect(Math.abs((value ?? NaN) - Number(q.data[i]))).toBeLessThan(1e-4));
      env.step(action);
    }
    await agent.dispose();
    await session.release();
  });

  it('writes what learned from data with its classes, for batches of any size, and can keep it at once', async () => {
    const data = 'arcade-screens:task=game,count=100';
    const run = ['--steps', '20', '--set', 'network=softmax', '--run', 'seen'];
    await text('train', 'classifier', '--data', data, ...run);
    const path = join(folder, 'made', 'seen.onnx');
    const said = await text('export', 'runs/seen', '--onnx', path, '--zoo', 'seen');
    expect(said).toMatch(/input +pixels \[batch, \d+, \d+, 3\] uint8, 0 to 255 \(red, green, blue\)/);
    expect(said).toMatch(/outputs +logits \[batch, \d+\], probabilities \[batch, \d+\] \(softmax of them\)/);
    expect(said).toMatch(/preprocessing inside: pixels \/ 255/);
    expect(said).toContain('the model "zoo/seen"');
    const require = createRequire(join(ROOT, 'packages', 'engine', 'package.json'));
    const ort = require('onnxruntime-node') as typeof import('onnxruntime-node');
    const session = await ort.InferenceSession.create(path);
    const { openPictures } = await import('@agon/data');
    const { diskFiles } = await import('@agon/data/node');
    const { splits, shape, classes } = await openPictures(data, diskFiles());
    const { test } = splits;
    const pixels = new Uint8Array(test.size * shape[0] * shape[1] * shape[2]);
    await test.read([...test.labels.keys()], pixels);
    const { probabilities } = await session.run({
      pixels: new ort.Tensor('uint8', pixels, [test.size, ...shape]),
    });
    const shares = probabilities.data as Float32Array;
    const right = [...test.labels].filter((label, i) => {
      const own = [...shares.subarray(i * classes.length, (i + 1) * classes.length)];
      return own.indexOf(Math.max(...own)) === label;
    });
    const scored = v.looseObject({ accuracy: v.number() });
    const { accuracy } = await json(scored, 'eval', '--model', 'runs/seen');
    expect(right.length / test.size).toBeCloseTo(accuracy, 9);
    await session.release();
  });

  it('says what observations are divided by where they are bytes, and nothing where they have no bounds', async () => {
    const run = ['--steps', '16', '--set', 'learningStarts=100', '--run', 'pole'];
    await text('train', 'dqn', '--env', 'cart-pole', ...run);
    const path = join(folder, 'made', 'scaled.onnx');
    expect(await text('export', 'runs/pole', '--onnx', path)).toMatch(/ float32\n/);
    expect(await text('export', 'zoo/pixel-pong', '--onnx', path)).toMatch(
      / float32, values divided by 255\n/,
    );
  });

  it('writes zoo/go9, which reads planes of its own, with all its heads', async () => {
    const path = join(folder, 'made', 'go9.onnx');
    expect(await text('export', 'zoo/go9', '--onnx', path)).toMatch(
      /input +observation \[1, 9, 9, 50\] float32\n +outputs policy \[1, 82\] \(logits\), value \[1\], ownership \[1, 81\], score \[1\]/,
    );
    const require = createRequire(join(ROOT, 'packages', 'engine', 'package.json'));
    const ort = require('onnxruntime-node') as typeof import('onnxruntime-node');
    const session = await ort.InferenceSession.create(path);
    const { makeAgent } = await import('@agon/agents');
    const { diskCheckpoints } = await import('@agon/runs/node');
    const { makeGame } = await import('@agon/envs');
    const { RandomStream } = await import('@agon/core');
    const { GoPlanes } = await import('../packages/agents/src/go/planes.js');
    const game = makeGame('go:size=9,komi=7') as Go;
    const agent = await makeAgent(
      'zoo/go9:visits=1,symmetries=1',
      { kind: 'game', game },
      diskCheckpoints(join(folder, 'runs'), [join(ROOT, 'zoo')]),
    );
    const state = game.newInitialState();
    const observation = new Float32Array(81 * 50);
    for (let ply = 0; ply < 3; ply++) {
      const action = await agent.act({ kind: 'game', state }, new RandomStream(ply));
      const { prior } = agent.analysis() as { prior: number[] };
      new GoPlanes(game).write(state, observation);
      const answers = await session.run({
        observation: new ort.Tensor('float32', observation.slice(), [1, 9, 9, 50]),
      });
      const logits = Array.from(answers.policy.data as Float32Array);
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      prior.forEach((p, i) => {
        if (state.isLegal(i)) expect(Math.abs(p - Math.exp(logits[i]) / sum)).toBeLessThan(1e-3);
      });
      const territory = await agent.territory!(state);
      expect(territory.ownership[0] * (ply % 2 ? -1 : 1)).toBeCloseTo(Number(answers.ownership.data[0]), 3);
      state.apply(action);
    }
    await agent.dispose?.();
    await session.release();
  });
});

describe('the zoo', () => {
  it('keeps an agent with a card, which then plays everywhere and whose score can be measured again', async () => {
    const kept = await text('export', 'runs/b@100:epsilon=0', '--zoo', 'kept', '--episodes', '3');
    expect(kept).toMatch(/^zoo\/kept: the agent "zoo\/kept".*\n {2}mean return: .* in 3 episodes/);
    const card = JSON.parse(readFileSync(join(folder, 'zoo', 'kept', 'card.json'), 'utf8')) as ZooCard;
    expect(card).toMatchObject({ env: expect.stringContaining('minatar-breakout') as string, step: 100 });
    expect(card.command).toMatch(/^npx agon train dqn --env minatar-breakout.* --steps 300 --seed 1 /);
    const [{ command, mean }] = card.scores;
    const again = await json(evaluation, ...command.split(' ').slice(2));
    expect([again.returns.length, again.mean]).toEqual([3, mean]);
    const { stderr } = await agon(['eval', '--env', 'minatar-breakout', '--agent', 'zoo/kep'], folder);
    expect(stderr).toMatch(/no trained agent "zoo\/kep"; did you mean "zoo\/kept"\?/);
  });

  it('measures an agent by the rules of its game, whatever made its training easier', async () => {
    await text(
      'train',
      'pqn',
      '--env',
      'pixel-breakout:episodicLife,clipRewards,size=36',
      '--steps',
      '1100',
      '--run',
      'p',
    );
    await text('export', 'runs/p', '--zoo', 'p', '--episodes', '1');
    const card = JSON.parse(readFileSync(join(folder, 'zoo', 'p', 'card.json'), 'utf8')) as ZooCard;
    expect(card.scores[0].command).toMatch(
      /^npx agon eval --env pixel-breakout:skip=4,gray=true,size=36,stack=4,sticky=0.25,noops=0,limit/,
    );
  });

  it('measures players of board games against the opponents that are named', async () => {
    await text('export', 'runs/t', '--zoo', 't', '--episodes', '2', '--opponent', 'random', 'solver');
    const card = JSON.parse(readFileSync(join(folder, 'zoo', 't', 'card.json'), 'utf8')) as ZooCard;
    expect(card.scores.map(({ opponent }) => opponent)).toEqual(['random', 'solver']);
    const table = await text(
      'tournament',
      '--env',
      'tic_tac_toe',
      '--agents',
      'zoo/t',
      'random',
      '--games',
      '2',
    );
    expect(table).toContain('zoo/t');
  });
});

describe('agon play', () => {
  const args = ['play', '--env', 'tic_tac_toe', '--agent', 'random', '--seed', '1'];

  it('plays a typed game to its end and tells who won', async () => {
    const { code, stdout } = await agon(args, folder, { input: '4\nmoves\n0\n1\n2\n3\n5\n6\n7\n8\n' });
    expect(code).toBe(0);
    expect(stdout).toContain('Tic-tac-toe: you are x, random is o.');
    expect(stdout).toMatch(/You win\.|random wins\.|A draw\./);
  });

  it('refuses an illegal move with the reason and goes on; undo takes back both moves', async () => {
    const { code, stdout } = await agon([...args, '--seat', 'o'], folder, {
      input: 'nonsense\n?\nundo\nquit\n',
    });
    expect(code).toBe(0);
    expect(stdout).toContain('"nonsense" is not a move');
    expect(stdout).toContain('For example o(');
    expect(stdout).toContain('left unfinished');
  });

  it('shows the board of Go with coordinates and the last move', async () => {
    const go = ['play', '--env', 'go:size=5', '--agent', 'scripted', '--seed', '1'];
    const { code, stdout } = await agon(go, folder, { input: 'C3\nquit\n' });
    expect(code).toBe(0);
    const at = /scripted plays ([A-E])([1-5])/.exec(stdout);
    const [, after] = stdout.split(/scripted plays/);
    expect(after).toMatch(/^ {2}2 moves, komi 7\.5, black \(X\) to play\n {5}A B C D E\n/m);
    expect(after).toMatch(new RegExp(`^ +${at?.[2]}.*\\(O\\).*${at?.[2]}$`, 'm'));
    expect(stdout).not.toContain('GoState');
  });

  it('ends in peace when the input ends', async () => {
    const { code, stdout } = await agon(args, folder);
    expect(code).toBe(0);
    expect(stdout).toContain('left unfinished');
  });
});

describe('agon view', () => {
  it('prints the address of a page that answers, and ends with Ctrl-C', async () => {
    const viewer = startAgon(['view'], folder);
    const [url] = /http:\/\/\S+/.exec(await viewer.says(/http:\/\/\S+\n/)) ?? [''];
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<!doctype html>');
    const { runs } = (await (await fetch(new URL('api/runs', url))).json()) as { runs: { name: string }[] };
    expect(runs.map(({ name }) => name)).toEqual(expect.arrayContaining(['b', 't']));
    viewer.child.kill('SIGINT');
    expect((await viewer.finished).code).toBe(0);
  });

  it('leads to the run that is named', async () => {
    const viewer = startAgon(['view', 'runs/b'], folder);
    expect(await viewer.says(/http:\/\/\S+\n/)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/run\/b\n/m);
    viewer.child.kill('SIGINT');
    expect((await viewer.finished).code).toBe(0);
  });
});

describe('agon doctor', () => {
  it('says what is here and how to get what is not', async () => {
    const finding = v.strictObject({
      name: v.string(),
      ok: v.boolean(),
      found: v.string(),
      needed: v.boolean(),
      fix: v.string(),
    });
    const findings = await json(v.array(finding), 'doctor');
    expect(findings.filter(({ needed }) => needed).map(({ ok }) => ok)).not.toContain(false);
    const { stdout, stderr } = await agon(['doctor'], folder, {
      env: { PATH: '', AGON_CHROMIUM: '/nowhere/chromium' },
    });
    expect(stderr).toBe(''); // what drivers say stands in the line of their device
    expect(stdout).toMatch(/(ok|not here) +webgpu +/);
    expect(stdout).toMatch(/not here +Chromium +not found\n.*apt install chromium/);
    expect(stdout).toMatch(/ok +ONNX Runtime +onnxruntime-node \d/);
  });
});

it('a reader that closes the pipe early is no error', async () => {
  const { child, finished } = startAgon(['agents', '--json'], folder);
  child.stdout?.destroy();
  const { code, stderr } = await finished;
  expect([code, stderr]).toEqual([0, '']);
});

it('runs in a folder that it may not write to end with a clear line', async () => {
  const file = join(folder, 'not-a-folder');
  mkdirSync(file);
  writeFileSync(join(file, 'runs'), 'a file where the folder of runs should be');
  const { code, stderr } = await agon(['train', 'dqn', '--env', 'minatar-breakout', '--steps', '9'], file);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^agon: .*runs/);
  expect(stderr).not.toMatch(/a fault of agon/);
  expect(stderr).not.toMatch(/^ +at /m);
});

/** What `agon` says to wrong and right usage: exit codes, one clear line, help that is quick. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { agon, agonInOneProcess, ROOT, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const quickAgon = agonInOneProcess(folder);
const COMMANDS =
  'quickstart train search runs eval attacks tournament power sprt play view export envs agents nets data config completion conformance analyze perft playthrough gtp doctor'.split(
    ' ',
  );

it('an algorithm goes by the name that it had before, and says the one it has', async () => {
  const [before, now] = await Promise.all(
    ['supervised', 'imitation'].map((name) => agon(['train', name, '--settings'], folder)),
  );
  expect([before.code, before.stdout]).toEqual([0, now.stdout]);
  expect(before.stderr).toBe('supervised is now called imitation.\n');
  expect(now.stderr).toBe('');
});

describe('help', () => {
  it('is what the bare command prints, on stdout, with every command, examples and exit codes', async () => {
    const [bare, help] = [await agon([], folder), await agon(['--help'], folder)];
    expect(bare).toEqual(help);
    expect(help.code).toBe(0);
    expect(help.stderr).toBe('');
    for (const command of COMMANDS) expect(help.stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(help.stdout).toContain('Examples:');
    expect(help.stdout).toContain('Exit codes: 0 fine, 1 failed, 2 wrong usage, 130 interrupted.');
  });

  it.each(COMMANDS)('of %s tells its usage', async (command) => {
    const { code, stdout, stderr } = await quickAgon([command, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: agon ${command}`);
  });

  it('is the same by "help train" and "train --help"', async () => {
    expect((await quickAgon(['help', 'train'])).stdout).toBe((await quickAgon(['train', '-h'])).stdout);
  });

  it('loads neither tfjs nor ONNX Runtime, which a command that needs them does', async () => {
    const program = (args: string[]): string => `
      import Module from 'node:module';
      import { main } from ${JSON.stringify(join(ROOT, 'packages/cli/dist/index.js'))};
      await main(${JSON.stringify(args)});
      console.error(Object.keys(Module._cache).filter((path) => /tensorflow|onnxruntime/.test(path)).length);`;
    const heavyFiles = async (...args: string[]): Promise<number> => {
      const { stderr } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '-e', program(args)],
        {
          cwd: folder,
        },
      );
      return Number(stderr.trim().split('\n').at(-1));
    };
    expect(await heavyFiles('--help')).toBe(0);
    expect(await heavyFiles('train', '--help')).toBe(0);
    expect(
      await heavyFiles('eval', '--env', 'tic_tac_toe', '--agent', 'random', '--episodes', '1'),
    ).toBeGreaterThan(0);
  });

  it('tells the version of the package', async () => {
    expect((await agon(['--version'], folder)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage', () => {
  beforeAll(async () => {
    const { code, stderr } = await agon(
      [
        'train',
        'dqn',
        '--env',
        'minatar-breakout',
        '--steps',
        '40',
        '--run',
        'tiny',
        '--set',
        'bufferSize=100',
      ],
      folder,
    );
    expect(code, stderr).toBe(0);
  });

  const BREAKOUT = ['--env', 'minatar-breakout'];
  const TOE = ['--env', 'tic_tac_toe'];
  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['trian'], /unknown command 'trian' \(did you mean train\?\)/],
    [
      'an unknown flag',
      ['train', 'dqn', '--stepz', '3'],
      /unknown option '--stepz' \(did you mean --steps\?\)/,
    ],
    ['a flag without its value', ['train', 'dqn', '--steps'], /'--steps <n>' argument missing/],
    ['a missing argument', ['train'], /missing required argument 'algorithm'/],
    ['a missing flag', ['eval', ...TOE], /say what to measure: --env ENV --agent AGENT/],
    ['an argument too many', ['envs', 'more'], /too many arguments/],
    [
      'an unknown algorithm',
      ['train', 'dqm', ...BREAKOUT, '--steps', '9'],
      /unknown algorithm "dqm"; did you mean "dqn"\?/,
    ],
    [
      'an unknown environment',
      ['train', 'dqn', '--env', 'minatar-brakeout', '--steps', '9'],
      /unknown environment "minatar-brakeout"; did you mean "minatar-breakout"\?/,
    ],
    [
      'an option that the environment lacks',
      ['eval', '--env', 'minatar-breakout:stickyy=1', '--agent', 'random'],
      /no setting "stickyy"; did you mean "sticky"\?/,
    ],
    [
      'an option out of range',
      ['eval', '--env', 'minatar-breakout:sticky=2', '--agent', 'random'],
      /"sticky" must be <=1, got 2/,
    ],
    [
      'training without an environment',
      ['train', 'dqn', '--steps', '9'],
      /needs an environment: give --env ENV/,
    ],
    ['learning from no games', ['train', 'alphago'], /needs some: give --sgf PATH/],
    [
      'a board as part of a name',
      ['train', 'alphazero', '--env', 'go5', '--steps', '9'],
      /did you mean "go:size=5"\?/,
    ],
    ['training without an end', ['train', 'dqn', ...BREAKOUT], /give --steps N, --minutes M/],
    [
      'the wrong kind of environment',
      ['train', 'dqn', ...TOE, '--steps', '9'],
      /trains on single-player environments; "tic_tac_toe" is not one/,
    ],
    [
      'an unknown setting',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--set', 'gama=0.9'],
      /no setting "gama"; did you mean "gamma"\?/,
    ],
    [
      'a setting out of range',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--set', 'gamma=1.5'],
      /"gamma" must be <=1, got 1.5/,
    ],
    [
      'settings that contradict each other',
      ['train', 'ppo', '--env', 'cart-pole', '--steps', '9', '--set', 'minibatches=3'],
      /3 minibatches were asked for.*Choose a divisor of 512/,
    ],
    [
      'settings that contradict each other, in a dry run',
      ['train', 'c51', ...BREAKOUT, '--steps', '9', '--set', 'valueMin=30', '--dry-run'],
      /valueMin 30 must be below valueMax 20/,
    ],
    [
      '--data',
      ['train', 'dqn', '--env', 'cart-pole', '--steps', '9', '--data', 'games', '--dry-run'],
      /dqn learns from no data but what it plays; leave --data out/,
    ],
    [
      'workers where one thread trains',
      ['train', 'ppo', '--env', 'cart-pole', '--steps', '9', '--workers', '1', '--dry-run'],
      /ppo was asked for 1 worker; it trains in one thread\. Leave --workers out/,
    ],
    [
      'a setting given twice',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--set', 'gamma=1', '--set', 'gamma=0'],
      /--set gives "gamma" twice/,
    ],
    [
      'a setting without a name',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--set', '=1'],
      /a value without a name/,
    ],
    [
      'an unknown preset',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--preset', 'natur'],
      /no preset "natur"/,
    ],
    ['no steps', ['train', 'dqn', ...BREAKOUT, '--steps', '0'], /whole number from 1 to/],
    [
      'steps that are no number',
      ['train', 'dqn', ...BREAKOUT, '--steps', 'many'],
      /argument 'many' is invalid/,
    ],
    ['no minutes', ['train', 'dqn', ...BREAKOUT, '--minutes', '0'], /above 0/],
    ['a seed below 0', ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--seed=-1'], /whole number from 0 to/],
    [
      'a device that is not there',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--device', 'cuda'],
      /unknown device "cuda".*There are: cpu/,
    ],
    [
      'a name that a run cannot have',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--run', 'a/b'],
      /cannot be named "a\/b"/,
    ],
    [
      'a name that no file can have',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--run', 'x'.repeat(300)],
      /it has 300 letters, and 200 are the most/,
    ],
    [
      'a name of Windows',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--run', 'CON'],
      /cannot be named "CON": Windows/,
    ],
    ['an unknown deed with runs', ['runs', 'prunes'], /`agon runs prunes` is not known/],
    ['a checkpoint to keep without a step', ['runs', 'keep', 'tiny'], /write NAME@STEP, such as tiny@20000/],
    [
      'a checkpoint to keep that is not there',
      ['runs', 'keep', 'tiny@7'],
      /no checkpoint at step 7\. It has 40/,
    ],
    [
      'a run that exists',
      ['train', 'dqn', ...BREAKOUT, '--steps', '9', '--run', 'tiny'],
      /already something at runs\/tiny/,
    ],
    [
      'a run to resume that does not exist',
      ['train', 'dqn', '--resume', 'tinny'],
      /no run "tinny" in runs; did you mean "tiny"\?/,
    ],
    [
      'other flags than the run has',
      ['train', 'dqn', '--resume', 'tiny', '--seed', '7'],
      /seed is 7, the run has 1/,
    ],
    ['a latest run where there is none', ['train', 'alphazero', '--resume', 'latest'], /no run of alphazero/],
    [
      'an unknown agent',
      ['eval', ...TOE, '--agent', 'randon'],
      /unknown agent "randon"; did you mean "random"\?/,
    ],
    [
      'an unknown option of an agent',
      ['eval', ...TOE, '--agent', 'mcts:visit=9'],
      /no setting "visit"; did you mean "visits"\?/,
    ],
    [
      'an agent that does not play this',
      ['eval', ...BREAKOUT, '--agent', 'mcts'],
      /"mcts" plays board games/,
    ],
    [
      'a trained agent of another game',
      ['eval', ...TOE, '--agent', 'runs/tiny'],
      /was trained on minatar-breakout/,
    ],
    [
      'an attack on a player without a network',
      ['eval', ...BREAKOUT, '--agent', 'random', '--attack', 'bit-flips'],
      /"random" cannot be attacked/,
    ],
    [
      'an attack on agents that there is none of',
      ['eval', ...BREAKOUT, '--agent', 'runs/tiny', '--attack', 'bit-flip'],
      /did you mean "bit-flips"/,
    ],
    [
      'noise where there are bits',
      ['eval', ...BREAKOUT, '--agent', 'runs/tiny', '--attack', 'fgsm'],
      /sees planes of bits: use bit-flips/,
    ],
    ['a run that does not exist', ['eval', ...BREAKOUT, '--agent', 'runs/nobody'], /no run "nobody" in runs/],
    [
      'a checkpoint that does not exist',
      ['eval', ...BREAKOUT, '--agent', 'runs/tiny@7'],
      /no checkpoint at step 7; the nearest is 40/,
    ],
    ['no episodes', ['eval', ...TOE, '--agent', 'random', '--episodes', '0'], /whole number from 1 to/],
    [
      'a sequential test without its bounds',
      ['tournament', ...TOE, '--agents', 'random', 'scripted', '--sprt', 'alpha=0.1'],
      /"elo0" must be given\. "elo1" must be given/,
    ],
    ['a tournament of one', ['tournament', ...TOE, '--agents', 'random'], /at least 2 agents, got 1/],
    ['a game without an opponent', ['play', ...TOE], /needs an opponent: give --agent/],
    [
      'a seat that the game lacks',
      ['play', ...TOE, '--agent', 'random', '--seat', 'z'],
      /no player "z".*1 \(x\), 2 \(o\)/,
    ],
    [
      'an opponent in a game for one',
      ['play', ...BREAKOUT, '--agent', 'random'],
      /is played alone; leave --agent away/,
    ],
    ['keys without a terminal', ['play', ...BREAKOUT], /needs a terminal/],
    ['a trace file that does not exist', ['conformance', 'nothing.json'], /cannot read "nothing.json"/],
    [
      'a trace file that is none',
      ['conformance', 'runs/tiny/config.json'],
      /config\.json: the file holds no traces/,
    ],
    [
      'moves that are not legal',
      ['perft', ...TOE, '--depth', '2', '--moves', '4,4'],
      /not legal|occupied|taken|illegal/,
    ],
    ['moves that are none', ['analyze', ...TOE, '--agent', 'random', '--moves', 'E5'], /"E5" is not a move/],
    [
      'a game that is over',
      ['analyze', ...TOE, '--agent', 'random', '--moves', '03142'],
      /game is over after "03142": 1 : -1/,
    ],
    [
      'perft of a game for one',
      ['perft', ...BREAKOUT, '--depth', '2'],
      /is a single-player environment; this needs a board game/,
    ],
    ['a playthrough of nothing', ['playthrough', 'tic_tac_to'], /did you mean "tic_tac_toe"\?/],
    ['moves in a game for one', ['playthrough', 'minatar-breakout', '--moves', '4'], /for board games/],
    ['a port that is none', ['view', '--port', '70000'], /from 0 to 65535/],
    [
      'a run to view that is not there',
      ['view', 'runs/tinny'],
      /no run "tinny" in runs; did you mean "tiny"\?/,
    ],
    ['what the page has no place for', ['view', 'rums/tiny'], /Did you mean "runs\/tiny"\?/],
    ['an export without a target', ['export', 'runs/tiny'], /--onnx FILE, --zoo NAME, or --page DIR/],
    [
      'a page of what cannot be shown',
      ['export', 'tiny', '--page', 'site'],
      /name runs\/NAME or tournaments\/NAME/,
    ],
    ['a name that the zoo cannot have', ['export', 'runs/tiny', '--zoo', '../x'], /cannot be named "..\/x"/],
    ['a run that cannot be exported', ['export', 'runs/nobody', '--onnx', 'x.onnx'], /no run "nobody"/],
  ])('%s: exit code 2 and one line that says what to do', async (_what, args, message) => {
    const { code, stdout, stderr } = await quickAgon(args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^agon: /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('that only the algorithm can see is told too, and leaves no run behind', async () => {
    const args = ['train', 'alphazero', ...TOE, '--steps', '9', '--run', 'refused', '--workers', '0'];
    const { code, stderr } = await agon([...args, '--set', 'start=runs/tinny'], folder);
    expect(stderr).toMatch(/^agon: .*no run "tinny".*did you mean "tiny"\?/m);
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'runs', 'refused'))).toBe(false);
  });

  it('in a tournament leaves no tournament behind', async () => {
    const args = ['tournament', ...TOE, '--agents', 'random', 'scriptet', '--name', 'refused'];
    const { code, stderr } = await agon(args, folder);
    expect(stderr).toMatch(/did you mean "scripted"/);
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'runs', 'tournaments', 'refused'))).toBe(false);
  });

  it('shows where the error comes from with --debug or AGON_DEBUG=1 only', async () => {
    const args = ['eval', ...TOE, '--agent', 'randon'];
    expect((await quickAgon(args)).stderr).not.toMatch(/^ +at /m);
    expect((await quickAgon([...args, '--debug'])).stderr).toMatch(/^ +at /m);
    expect((await agon(args, folder, { env: { AGON_DEBUG: '1' } })).stderr).toMatch(/^ +at /m);
  });
});

describe('colours', () => {
  const args = ['eval', '--env', 'tic_tac_toe', '--agent', 'nobody'];
  const ESCAPE = '\u001b[';

  it('are left out of a pipe, and wanted by FORCE_COLOR', async () => {
    expect((await agon(args, folder)).stderr).not.toContain(ESCAPE);
    expect((await quickAgon(args, { FORCE_COLOR: '1' })).stderr).toContain(ESCAPE);
  });

  it('are refused by --no-color, whatever the environment says', async () => {
    const { stderr } = await agon([...args, '--no-color'], folder, { env: { FORCE_COLOR: '1' } });
    expect(stderr).not.toContain(ESCAPE);
  });
});

/** `agon quickstart`, short: it trains, measures, compares, tells the truth, works twice and leaves git clean. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReplay, resimulate } from '@agon/runs';
import { beforeAll, describe, expect, it } from 'vitest';
import { agon, ROOT, temporaryFolder, type Finished } from './agon.js';

const folder = temporaryFolder();
const SHORT = ['quickstart', '--minutes', '0.04'];
let first: Finished;
let second: Finished;

beforeAll(async () => {
  first = await agon(SHORT, folder);
  second = await agon(SHORT, folder);
}, 240_000);

/** The rows of the table that follows `head`, best first: [agent, strength]. */
function standings(stdout: string, head: RegExp): [agent: string, strength: number][] {
  const lines = stdout.slice(head.exec(stdout)?.index).split('\n').slice(1, 4);
  return lines.map((line) => {
    const [, agent, strength] = line.trim().split(/\s+/);
    return [agent, Number(strength)];
  });
}

describe('agon quickstart', () => {
  it('works, and works again beside the first', () => {
    expect(first.code, first.stderr).toBe(0);
    expect(second.code, second.stderr).toBe(0);
    const runs = readdirSync(join(folder, 'runs')).sort();
    const names = ['quickstart-breakout', 'quickstart-tic-tac-toe'];
    expect(runs).toEqual([...names.flatMap((name) => [name, `${name}-2`]), 'tournaments']);
  });

  it('shows progress while it trains, and the configuration first', () => {
    expect(first.stderr).toContain('1 of 2: DQN learns MinAtar Breakout from the screen');
    expect(first.stderr).toMatch(/dqn on minatar-breakout:.* → runs\/quickstart-breakout\n/);
    expect(first.stderr).toMatch(/quickstart-breakout: 100 %, step /);
    expect(first.stderr).toMatch(/quickstart-tic-tac-toe: 100 %, step .* games\/s/);
  });

  it('shows the untrained score beside the trained one', () => {
    const pair = /untrained +\S+ +\(95 % interval .*\n +trained +\S+ +\(95 % interval/g;
    expect(first.stdout.match(pair)).toHaveLength(2);
  });

  it('tells who is best in each tournament of three, whoever it is', () => {
    for (const [head, agent] of [
      [/agent +mean return/, 'runs/quickstart-breakout'],
      [/agent +Elo/, 'runs/quickstart-tic-tac-toe'],
    ] as const) {
      const table = standings(first.stdout, head);
      expect(table.map(([name]) => name).sort()).toEqual(['random', agent, 'scripted'].sort());
      expect(table[0][1]).toBeGreaterThanOrEqual(table[1][1]);
      const [[best]] = table;
      const rest = first.stdout.slice(head.exec(first.stdout)?.index);
      const [verdict] = /^The .* (is|comes) .*\.$/m.exec(rest) ?? [''];
      expect(verdict).toContain(best === agent ? 'The trained agent is' : `The ${best} player is`);
    }
  });

  it('writes runs with checkpoints and replays, and tournaments, all of which replay to the same end', () => {
    for (const run of ['quickstart-breakout', 'quickstart-tic-tac-toe']) {
      expect(readdirSync(join(folder, 'runs', run, 'checkpoints')).length).toBeGreaterThan(0);
      const replays = join(folder, 'runs', run, 'replays');
      const files = readdirSync(replays);
      expect(files.length, run).toBeGreaterThan(0);
      for (const file of files) {
        const replay = parseReplay(readFileSync(join(replays, file), 'utf8'));
        const frames = [...resimulate(replay)];
        expect(frames).toHaveLength(replay.actions.length + 1);
      }
      expect(existsSync(join(folder, 'runs', 'tournaments', run, 'table.json'))).toBe(true);
    }
  });

  it('ends by saying how to watch and play', () => {
    const end = first.stderr.slice(first.stderr.indexOf('Done in'));
    expect(end).toContain('npx agon view');
    expect(end).toContain('npx agon play --env tic_tac_toe --agent runs/quickstart-tic-tac-toe');
  });

  it.skipIf(!existsSync(join(ROOT, '.git')))('writes only where git does not look', () => {
    const ignored = execFileSync('git', ['check-ignore', 'runs/quickstart-breakout/config.json'], {
      cwd: ROOT,
    });
    expect(ignored.toString().trim()).toBe('runs/quickstart-breakout/config.json');
  });
});

/** `agon` on a terminal of 80 columns, as `script` makes one: what fits, and what keys do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { agon, startOnTerminal, temporaryFolder, visible } from './agon.js';
import { describeWith } from './requirements.js';

const folder = temporaryFolder();

describeWith('terminal', 'on a terminal', (script) => {
  /** What a command shows, run to its end. */
  async function shown(...args: string[]): Promise<string> {
    const { code, stdout } = await startOnTerminal(script, args, folder).finished;
    expect(code, stdout).toBe(0);
    return visible(stdout);
  }

  it.each([
    ['envs'],
    ['agents'],
    ['nets'],
    ['nets', 'show', 'gru'],
    ['data'],
    ['learn'],
    ['attacks'],
    ['train', 'alphazero', '--settings'],
  ])('agon %s %s %s fits 80 columns', async (...args) => {
    const lines = (await shown(...args)).split('\n');
    expect(lines.length).toBeGreaterThan(5);
    // A word that is longer than a line, such as a network with its options, stands alone and whole.
    expect(lines.filter((line) => line.length > 80 && line.includes(' '))).toEqual([]);
  });

  it('a list in a pipe has a line for each, and nothing is cut', async () => {
    const { stdout } = await agon(['nets'], folder);
    expect(stdout).not.toContain('sequence-to-…');
    expect(stdout).toMatch(/^gru +language-model next-token sequence-to-sequence +GRU .* units=/m);
  });

  it('an arcade game has the keys of the page and waits for the first', async () => {
    const { child, finished, says } = startOnTerminal(
      script,
      ['play', '--env', 'minatar-breakout', '--seed', '1'],
      folder,
    );
    const press = (key: string) => child.stdin?.write(key);
    const first = visible(await says('Q quit'));
    expect(first).toContain('\n← left  → right  Space pause  - + speed  N new game  Q quit');
    await sleep(2500); // long enough for a game that nobody plays to be over
    expect(visible(await says(''))).not.toContain('over');
    press('\u001b[D');
    await sleep(300);
    press(' ');
    await says('paused');
    press(' ');
    await says('over: N begins a new game');
    press('n');
    await sleep(300);
    press('q');
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    expect(visible(stdout)).toMatch(/1 episode, best return \d/);
    expect(stdout.split('over: N begins').at(-1)).toContain('press a key to begin');
  }, 30_000);

  it('an unrolled network is told by its steps', async () => {
    const lines = (await shown('nets', 'show', 'gru')).split('\n');
    expect(lines.length).toBeLessThan(80);
    expect(lines.join('\n')).toMatch(/×62/);
  });
});

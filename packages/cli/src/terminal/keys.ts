/**
 * An environment played by the keys of a terminal: a frame every tenth of a second; where there is no action that does
 * nothing, time stands still between keys.
 */
import { AgonError } from '@agon/core';
import type { Env } from '@agon/envs';
import { createLogUpdate } from 'log-update';
import { emitKeypressEvents } from 'node:readline';
import { formatCount, formatNumber } from '../format.js';
import { print } from '../output.js';
import { canRedraw, paint } from '../paint.js';
import { pictureRows } from './picture.js';

/** Which action a key means, by the action's name; the first of these that the environment has. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  left: ['left'],
  right: ['right'],
  up: ['up'],
  down: ['down'],
  space: ['fire'],
  a: ['left'],
  d: ['right'],
  w: ['up'],
  s: ['down'],
};
/** Milliseconds a frame, slowest to fastest; "-" and "+" choose. */
const SPEEDS = [400, 200, 100, 60, 30];

interface Key {
  name?: string;
  ctrl?: boolean;
  sequence?: string;
}

/** Plays until "q". @throws unsupported without a terminal */
export async function playByKeys(env: Env, seed: string): Promise<void> {
  if (!process.stdin.isTTY || !canRedraw(process.stdout)) {
    throw new AgonError(
      'unsupported',
      `${env.id} is played by keys and needs a terminal; \`agon eval\` lets an agent play it.`,
    );
  }
  const player = new KeyPlayer(env, seed);
  emitKeypressEvents(process.stdin);
  process.stdin.setRawMode(true);
  process.stdin.resume();
  try {
    await player.run();
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }
  print(`${formatCount(player.episodes, 'episode')}, best return ${formatNumber(player.best)}`);
}

class KeyPlayer {
  episodes = 0;
  best = 0;
  private readonly env: Env;
  private readonly screen = createLogUpdate(process.stdout);
  private score = 0;
  private speed = 2;
  private paused = false;
  private over = false;
  /** The action that does nothing. */
  private readonly idle: number | undefined;
  private wanted: number | undefined;

  constructor(env: Env, seed: string) {
    this.env = env;
    const idle = env.actionNames.indexOf('no-op');
    this.idle = idle < 0 ? undefined : idle;
    env.reset(seed);
  }

  run(): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      const tick = (): void => {
        this.step();
        this.show();
        timer = setTimeout(tick, SPEEDS[this.speed]);
      };
      const onKey = (_text: string | undefined, key: Key): void => {
        if (key.name === 'q' || (key.ctrl && key.name === 'c')) {
          clearTimeout(timer);
          process.stdin.removeListener('keypress', onKey);
          this.screen.done();
          resolve();
        } else this.press(key);
      };
      process.stdin.on('keypress', onKey);
      tick();
    });
  }

  private press(key: Key): void {
    if (key.name === 'p') this.paused = !this.paused;
    else if (key.name === 'r' || this.over) this.restart();
    else if (key.sequence === '+' || key.sequence === '=')
      this.speed = Math.min(SPEEDS.length - 1, this.speed + 1);
    else if (key.sequence === '-') this.speed = Math.max(0, this.speed - 1);
    else {
      const byName = (KEYS[key.name ?? ''] ?? [])
        .map((name) => this.env.actionNames.indexOf(name))
        .find((index) => index >= 0);
      const action = byName ?? Number.parseInt(key.name ?? '', 10);
      if (this.env.actionNames[action] !== undefined) this.wanted = action;
    }
  }

  private restart(): void {
    this.env.reset();
    this.score = 0;
    this.over = false;
    this.wanted = undefined;
  }

  private step(): void {
    if (this.paused || this.over) return;
    const action = this.wanted ?? this.idle;
    if (action === undefined) return;
    this.wanted = undefined;
    const { reward, terminated, truncated } = this.env.step(action);
    this.score += reward;
    if (!terminated && !truncated) return;
    this.over = true;
    this.episodes++;
    this.best = Math.max(this.best, this.score);
  }

  private show(): void {
    const { env, score, best } = this;
    const rows = pictureRows(env.draw());
    const width = Math.max(...rows.map((row) => row.length));
    const rule = '─'.repeat(width + 2);
    const state = this.over
      ? paint('bold', 'over: any key begins again', process.stdout)
      : this.paused
        ? 'paused'
        : '';
    this.screen(
      [
        `${env.id}   return ${formatNumber(score)}   best ${formatNumber(best)}   ${state}`,
        `┌${rule}┐`,
        ...rows.map((row) => `│ ${row.padEnd(width)} │`),
        `└${rule}┘`,
        `keys: ${this.legend()} · p pause · + - speed · r again · q quit`,
      ].join('\n'),
    );
  }

  /** The keys that this environment knows. */
  private legend(): string {
    const signs: Record<string, string> = { left: '←', right: '→', up: '↑', down: '↓', fire: 'space' };
    const { actionNames } = this.env;
    const known = Object.entries(signs).filter(([name]) => actionNames.includes(name));
    if (known.length > 0) return known.map(([name, sign]) => `${sign} ${name}`).join(' ');
    return actionNames.map((name, index) => `${index} ${name}`).join(' ');
  }
}

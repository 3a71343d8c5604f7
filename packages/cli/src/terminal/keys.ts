/**
 * An environment played by the keys of a terminal: at its own pace, or a step every tenth of a second; where there is no action that does
 * nothing, time stands still between keys.
 */
import { AgonError } from '@agon/core';
import { drawEnv, type Env } from '@agon/envs';
import { createLogUpdate } from 'log-update';
import { emitKeypressEvents } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { formatCount, formatNumber } from '../format.js';
import { print } from '../output.js';
import { canRedraw, paint, wantsColour } from '../paint.js';
import { pictureRows } from './picture.js';
import { screenRows } from './screen.js';

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
/** Milliseconds a step, slowest to fastest; "-" and "+" choose. */
const SPEEDS = [400, 200, 100, 60, 30];
/** A key counts as held for so long: terminals tell of keys that go down, and of their repeats, but not when they are released. */
const HELD_MS = 120;

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
  /** When the wanted key stops to count, in a game with a pace of its own. */
  private wantedUntil = 0;

  constructor(env: Env, seed: string) {
    this.env = env;
    const idle = env.actionNames.indexOf('no-op');
    this.idle = idle < 0 ? undefined : idle;
    env.reset(seed);
  }

  run(): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      let due = performance.now();
      /** When the next step is due: late ones do not add up. */
      const next = (): number => (due = Math.max(due + this.stepMs(), performance.now() - this.stepMs()));
      const tick = (): void => {
        this.step();
        this.show();
        timer = setTimeout(tick, Math.max(1, next() - performance.now()));
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
      if (this.env.actionNames[action] !== undefined) this.want(action);
    }
  }

  /** Milliseconds a step. */
  private stepMs(): number {
    const { stepsPerSecond } = this.env;
    return stepsPerSecond === undefined ? SPEEDS[this.speed] : (10 * SPEEDS[this.speed]) / stepsPerSecond;
  }

  /** Takes a key: it stands for one step, or is held for a moment in a game with a pace; two held ones may be one action. */
  private want(action: number): void {
    const now = performance.now();
    const { actionNames } = this.env;
    const held = now < this.wantedUntil && this.wanted !== undefined ? actionNames[this.wanted] : '';
    const both = actionNames.indexOf(`${held}-${actionNames[action]}`);
    this.wanted = both < 0 ? action : both;
    this.wantedUntil = now + HELD_MS;
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
    if (this.env.stepsPerSecond === undefined || performance.now() >= this.wantedUntil)
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
    const rows = this.picture();
    const width = Math.max(...rows.map(visibleLength));
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
        ...rows.map((row) => `│ ${row}${' '.repeat(width - visibleLength(row))} │`),
        `└${rule}┘`,
        `keys: ${this.legend()} · p pause · + - speed · r again · q quit`,
      ].join('\n'),
    );
  }

  private picture(): string[] {
    const drawing = drawEnv(this.env);
    const screen = drawing.marks.find((mark) => mark.kind === 'screen');
    const { columns, rows } = process.stdout;
    return screen && wantsColour(process.stdout)
      ? screenRows(screen, columns - 4, rows - 5)
      : pictureRows(drawing);
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

/** The length of a row without its colours. */
function visibleLength(row: string): number {
  return stripVTControlCharacters(row).length;
}

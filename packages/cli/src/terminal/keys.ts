/**
 * An environment played by the keys of a terminal, which are those of the page. It begins with the first key. It goes at its own pace, or a step every tenth of a second; where there is no action that does
 * nothing, time stands still between keys.
 */
import { AgonError } from '@agon/core';
import { actionKeys, drawEnv, keySign, type Env } from '@agon/envs';
import { createLogUpdate } from 'log-update';
import { emitKeypressEvents } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { formatCount, formatNumber, wrapWords } from '../format.js';
import { lineRoom } from '../lineRoom.js';
import { print } from '../output.js';
import { canRedraw, paint, wantsColour } from '../paint.js';
import { pictureRows } from './picture.js';
import { screenRows } from './screen.js';

/** Terminals' names of keys that have other names in the page. */
const NAMES: Readonly<Record<string, string>> = {
  left: 'ArrowLeft',
  right: 'ArrowRight',
  up: 'ArrowUp',
  down: 'ArrowDown',
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

/** As in the page: nothing is played before the first key, and what is over begins anew with N. */
type Status = 'ready' | 'running' | 'paused' | 'over';

const STATUS_TEXT: Readonly<Record<Status, string>> = {
  ready: 'press a key to begin',
  running: '',
  paused: 'paused',
  over: 'over: N begins a new game',
};

class KeyPlayer {
  episodes = 0;
  best = 0;
  private readonly env: Env;
  private readonly screen = createLogUpdate(process.stdout);
  private score = 0;
  private speed = 2;
  private status: Status = 'ready';
  /** The action that does nothing. */
  private readonly idle: number | undefined;
  private readonly actionOf: ReadonlyMap<string, number>;
  private wanted: number | undefined;
  /** When the wanted key stops to count, in a game with a pace of its own. */
  private wantedUntil = 0;

  constructor(env: Env, seed: string) {
    this.env = env;
    const idle = env.actionNames.indexOf('no-op');
    this.idle = idle < 0 ? undefined : idle;
    this.actionOf = actionKeys(env);
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

  private press({ name = '', sequence }: Key): void {
    if (name === 'space') this.toggle();
    else if (name === 'n') this.newGame();
    else if (sequence === '+') this.speed = Math.min(SPEEDS.length - 1, this.speed + 1);
    else if (sequence === '-') this.speed = Math.max(0, this.speed - 1);
    else {
      const action = this.actionOf.get(NAMES[name] ?? name);
      if (action === undefined || this.status === 'over') return;
      this.status = 'running';
      this.want(action);
    }
  }

  /** Begins, pauses or goes on. */
  private toggle(): void {
    if (this.status === 'over') return;
    this.status = this.status === 'running' ? 'paused' : 'running';
    this.wanted = undefined;
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

  private newGame(): void {
    this.env.reset();
    this.score = 0;
    this.status = 'ready';
    this.wanted = undefined;
  }

  private step(): void {
    if (this.status !== 'running') return;
    const action = this.wanted ?? this.idle;
    if (action === undefined) return;
    if (this.env.stepsPerSecond === undefined || performance.now() >= this.wantedUntil)
      this.wanted = undefined;
    const { reward, terminated, truncated } = this.env.step(action);
    this.score += reward;
    if (!terminated && !truncated) return;
    this.status = 'over';
    this.episodes++;
    this.best = Math.max(this.best, this.score);
  }

  private show(): void {
    const { env, score, best } = this;
    const rows = this.picture();
    const width = Math.max(...rows.map(visibleLength));
    const rule = '─'.repeat(width + 2);
    const state = paint('bold', STATUS_TEXT[this.status], process.stdout);
    this.screen(
      [
        `${env.id}   return ${formatNumber(score)}   best ${formatNumber(best)}   ${state}`,
        `┌${rule}┐`,
        ...rows.map((row) => `│ ${row}${' '.repeat(width - visibleLength(row))} │`),
        `└${rule}┘`,
        this.legend(),
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
    const { actionNames } = this.env;
    const actions = [...this.actionOf].map(([key, action]) => `${keySign(key)} ${actionNames[action]}`);
    const keys = [...actions, 'Space pause', '- + speed', 'N new game', 'Q quit'];
    return wrapWords(keys, '', lineRoom(process.stdout), '  ').join('\n');
  }
}

/** The length of a row without its colours. */
function visibleLength(row: string): number {
  return stripVTControlCharacters(row).length;
}

/** An environment played in the page: by a person, whose held keys become actions, or by whoever says them. Steps are recorded. */
import type { Json } from '@agon/core';
import type { Env } from '@agon/envs';
import { HASH_EVERY } from '@agon/learning';
import type { Replay } from '@agon/runs';

/**
 * `ready`: nothing played yet; `waiting`: nothing is pressed, and the environment has no action for that; `over`: begin anew
 * with `newGame`.
 */
type EnvStatus = 'ready' | 'running' | 'waiting' | 'paused' | 'over';

/** One player at one environment. The caller keeps the time: it calls `step`, or `play`, at the pace that was chosen. */
export class EnvSession {
  readonly env: Env;
  status: EnvStatus = 'ready';
  /** The sum of rewards so far. */
  score = 0;
  actions: number[] = [];
  private hashes: number[] = [];
  private truncated = false;
  private seed: string;
  /** Actions whose keys are down, the last pressed last. */
  private held: number[] = [];
  /** Pressed since the last step: a tap shorter than a step counts, too. */
  private tapped: number | undefined;
  /** What is played while nothing is pressed; undefined where every action does something: time then stands still. */
  private readonly idle: number | undefined;

  constructor(env: Env, seed: string) {
    this.env = env;
    this.seed = seed;
    const idle = env.actionNames.indexOf('no-op');
    this.idle = idle < 0 ? undefined : idle;
    env.reset(seed);
  }

  /** Begins anew with another seed; nothing is held, nothing recorded. */
  newGame(seed: string): void {
    this.seed = seed;
    this.env.reset(seed);
    this.status = 'ready';
    this.score = 0;
    this.actions = [];
    this.hashes = [];
    this.truncated = false;
    this.held = [];
    this.tapped = undefined;
  }

  /**
   * Goes on with a recorded game: paused, unless it was over.
   * @throws illegal-action, or what else the environment says, where it was played by other rules
   */
  resume({ seed, actions }: Pick<Replay, 'seed' | 'actions'>): void {
    this.newGame(seed);
    for (const action of actions) this.play(action);
    if (!this.isOver && actions.length > 0) this.status = 'paused';
  }

  /** Whether it has ended by the rules, or by the limit of the environment. */
  get isOver(): boolean {
    return this.status === 'over';
  }

  /** A key or button of an action goes down: the game begins, or goes on. */
  press(action: number): void {
    if (this.status === 'over') return;
    this.status = 'running';
    this.held = [...this.held.filter((each) => each !== action), action];
    this.tapped = this.heldAction();
  }

  /** The key or button of an action goes up. */
  release(action: number): void {
    this.held = this.held.filter((each) => each !== action);
  }

  /** Begins, pauses or goes on. */
  toggle(): void {
    if (this.status === 'over' || this.status === 'waiting') return;
    this.status = this.status === 'running' ? 'paused' : 'running';
    this.held = [];
    this.tapped = undefined;
  }

  /** The action of what is held: of the two last keys together where there is one ("left-fire"), else of the last. */
  private heldAction(): number | undefined {
    const { actionNames } = this.env;
    const [first, second] = this.held.slice(-2).map((action) => actionNames[action]);
    const both = [`${first}-${second}`, `${second}-${first}`].map((name) => actionNames.indexOf(name));
    return both.find((action) => action >= 0) ?? this.held.at(-1);
  }

  /** Takes one step with what is pressed. */
  step(): void {
    if (this.status !== 'running') return;
    const action = this.tapped ?? this.heldAction() ?? this.idle;
    this.tapped = undefined;
    if (action === undefined) this.status = 'waiting';
    else this.play(action);
  }

  /** Takes one step with an action. */
  play(action: number): void {
    const { reward, terminated, truncated } = this.env.step(action);
    this.score += reward;
    this.actions.push(action);
    if (this.actions.length % HASH_EVERY === 0) this.hashes.push(this.env.hash());
    this.truncated = truncated;
    if (terminated || truncated) this.status = 'over';
  }

  /** The game so far as a replay file. */
  replay(player: string): Replay {
    const { env, seed, actions, hashes, score } = this;
    const replay: Replay = {
      format: 1,
      env: env.id,
      options: { ...env.options } as Record<string, Json>,
      version: env.version,
      players: [player],
      seed,
      actions: [...actions],
      hashes: [...hashes, env.hash()],
      result: [score],
    };
    if (this.status !== 'over' || this.truncated) replay.ended = { reason: 'limit' };
    return replay;
  }
}

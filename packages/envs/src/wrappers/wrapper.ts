/**
 * Wrappers: environments around an environment, each with one purpose, which may be put into one another (Gymnasium's
 * `Wrapper`). They keep the identity of what they wrap; its options name them too, so that the spec makes the whole again.
 */
import { AgonError, RandomStream, type Json, type Rng } from '@agon/core';
import * as v from 'valibot';
import type { Action, Env, ObservationSpace, StepResult } from '../env.js';
import { foreignStream } from '../episodeEnv.js';
import { parseSaved } from '../saved.js';

const savedSchema = v.strictObject({ inner: v.unknown(), own: v.unknown() });

/** An environment that behaves as the one inside it, until a subclass changes that. */
export abstract class Wrapper implements Env {
  readonly id: string;
  readonly version: number;
  readonly options: Readonly<Record<string, Json>>;
  readonly actionNames: readonly string[];
  readonly observation: ObservationSpace;
  readonly framesPerStep: number;
  readonly stepsPerSecond: number | undefined;
  /** The environment inside. */
  readonly inner: Env;

  constructor(inner: Env, changes: { observation?: ObservationSpace; framesPerStep?: number } = {}) {
    this.inner = inner;
    this.id = inner.id;
    this.version = inner.version;
    this.options = inner.options;
    this.actionNames = inner.actionNames;
    this.observation = changes.observation ?? inner.observation;
    this.framesPerStep = changes.framesPerStep ?? inner.framesPerStep;
    const slower = this.framesPerStep / inner.framesPerStep;
    this.stepsPerSecond = inner.stepsPerSecond && inner.stepsPerSecond / slower;
  }

  get goesOn(): boolean {
    return this.inner.goesOn ?? false;
  }

  /** What the wrapper itself must remember, as plain data; null where that is nothing. */
  protected saveOwn(): Json {
    return null;
  }

  /** Takes back what `saveOwn` returned; the environment inside is already loaded. @throws bad-file */
  protected loadOwn(_own: Json): void {}

  reset(seed?: string | number): void {
    this.inner.reset(seed);
  }

  useRng(rng: Rng): void {
    this.inner.useRng(rng);
  }

  step(action: Action): StepResult {
    return this.inner.step(action);
  }

  observe(out: Uint8Array | Float32Array): void {
    this.inner.observe(out);
  }

  hash(): number {
    return this.inner.hash();
  }

  save(): Json {
    return { inner: this.inner.save(), own: this.saveOwn() };
  }

  load(state: Json): void {
    const { inner, own } = parseSaved(savedSchema, state, this.id);
    this.inner.load(inner as Json);
    this.loadOwn(own as Json);
  }
}

/** What is inside all wrappers. */
export function innermost(env: Env): Env {
  return env instanceof Wrapper ? innermost(env.inner) : env;
}

/**
 * The shape of the pictures that an environment shows, for wrappers that work on bytes.
 * @param wrapper its name, as it reads in an error
 * @param planes how many a picture must have; any number where it is not given
 * @throws unsupported where the observations are not [height, width, planes] of uint8
 */
export function requirePictures(
  inner: Env,
  wrapper: string,
  planes?: number,
): [height: number, width: number, planes: number] {
  const { shape, dtype } = inner.observation;
  if (dtype === 'uint8' && shape.length === 3 && shape[2] === (planes ?? shape[2]))
    return [shape[0], shape[1], shape[2]];
  throw new AgonError(
    'unsupported',
    `${wrapper} needs observations [height, width, ${planes ?? 'planes'}] of uint8; those of ${inner.id} are [${shape.join(', ')}] of ${dtype}.`,
  );
}

/** The stream of a wrapper that draws: its own, "SEED / purpose", or the one that was passed in. */
export class PrivateStream implements Rng {
  private readonly purpose: string;
  private readonly own: RandomStream;
  private rng: Rng;

  constructor(purpose: string) {
    this.purpose = purpose;
    this.own = new RandomStream(purpose);
    this.rng = this.own;
  }

  /** Starts anew from a seed; without one it goes on. */
  reset(seed?: string | number): void {
    if (seed === undefined) return;
    this.restore(new RandomStream(`${seed} / ${this.purpose}`).save());
  }

  use(rng: Rng): void {
    this.rng = rng;
  }

  uniform(): number {
    return this.rng.uniform();
  }

  int(n: number): number {
    return this.rng.int(n);
  }

  /** @throws unsupported where the numbers are somebody else's */
  save(): Json {
    if (this.rng !== this.own) throw foreignStream(this.purpose);
    return this.own.save();
  }

  restore(state: [number, number, number, number]): void {
    this.own.restore(state);
    this.rng = this.own;
  }
}

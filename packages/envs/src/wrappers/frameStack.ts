/** The last few observations as one (Mnih et al. 2015; Gymnasium's `FrameStackObservation`). */
import type { Json } from '@agon/core';
import * as v from 'valibot';
import type { Action, Env, StepResult } from '../env.js';
import { mixHash } from '../hash.js';
import { parseSaved } from '../saved.js';
import { packRuns, unpackRunsInto } from './runs.js';
import { requirePictures, Wrapper } from './wrapper.js';

const ownSchema = v.strictObject({ frames: v.unknown(), isOver: v.boolean() });

/**
 * Pictures [height, width, planes · count] of the last `count` pictures, the oldest first. An episode begins with `count` times its
 * first picture. (Gymnasium puts the frames first: [count, height, width].)
 */
export class FrameStack extends Wrapper {
  private readonly count: number;
  private readonly planes: number;
  /** The present picture, and all of them as they are observed. */
  private readonly frame: Uint8Array;
  private readonly stack: Uint8Array;
  private isOver = false;

  /** @throws unsupported where `inner` does not show pictures */
  constructor(inner: Env, count: number) {
    const [height, width, planes] = requirePictures(inner, 'FrameStack');
    const observation = { ...inner.observation, shape: [height, width, planes * count], frames: count };
    super(inner, { observation });
    this.count = count;
    this.planes = planes;
    this.frame = new Uint8Array(height * width * planes);
    this.stack = new Uint8Array(height * width * planes * count);
    for (let i = 0; i < count; i++) this.push();
  }

  override reset(seed?: string | number): void {
    this.inner.reset(seed);
    this.isOver = false;
    for (let i = 0; i < this.count; i++) this.push();
  }

  override step(action: Action): StepResult {
    const result = this.inner.step(action);
    if (!this.isOver) this.push();
    this.isOver = result.terminated || result.truncated;
    return result;
  }

  override observe(out: Uint8Array | Float32Array): void {
    out.set(this.stack);
  }

  override hash(): number {
    let hash = this.inner.hash();
    for (const value of this.stack) hash = mixHash(hash, value);
    return hash >>> 0;
  }

  protected override saveOwn(): Json {
    return { frames: packRuns(this.stack), isOver: this.isOver };
  }

  protected override loadOwn(own: Json): void {
    const what = `the frame stack of ${this.id}`;
    const { frames, isOver } = parseSaved(ownSchema, own, what);
    unpackRunsInto(this.stack, frames as Json, what);
    this.isOver = isOver;
  }

  /** Adds the present picture: all pixels move on by one picture, the newest takes the last place of each. */
  private push(): void {
    const { frame, stack, planes } = this;
    const stride = planes * this.count;
    this.inner.observe(frame);
    stack.copyWithin(0, planes);
    for (let from = 0, to = stride - planes; from < frame.length; from += planes, to += stride)
      for (let plane = 0; plane < planes; plane++) stack[to + plane] = frame[from + plane];
  }
}

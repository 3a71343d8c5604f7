/** Frame skip with the maximum over the last two frames (Mnih et al. 2015; Gymnasium's `AtariPreprocessing`). */
import type { Json } from '@agon/core';
import * as v from 'valibot';
import { illegalAction, observationSize, type Action, type Env, type StepResult } from '../env.js';
import { parseSaved } from '../saved.js';
import { packRuns, unpackRunsInto } from './runs.js';
import { requirePictures, Wrapper } from './wrapper.js';

const ownSchema = v.strictObject({ previous: v.unknown(), terminated: v.boolean(), truncated: v.boolean() });

/**
 * A step repeats its action `skip` times and sums the rewards, unless the episode ends on the way. Each value of the observation
 * is the greater of the last two frames'; after a reset, or where the episode ended early, it is the last frame's alone.
 */
export class FrameSkip extends Wrapper {
  private readonly skip: number;
  /** The frame before the last, of the inner observation's size; zeros where it does not count. */
  private readonly previous: Uint8Array;
  private readonly previousWords: Uint32Array;
  private readonly present: Uint8Array;
  private readonly presentWords: Uint32Array;
  private readonly result: StepResult = { reward: 0, terminated: false, truncated: false };

  /** @throws unsupported where `inner` does not show pictures */
  constructor(inner: Env, skip: number) {
    requirePictures(inner, 'FrameSkip');
    super(inner, { framesPerStep: inner.framesPerStep * skip });
    this.skip = skip;
    // Whole words; the bytes beyond the observation stay 0.
    const numWords = Math.ceil(observationSize(inner.observation) / 4);
    this.previousWords = new Uint32Array(numWords);
    this.presentWords = new Uint32Array(numWords);
    this.previous = new Uint8Array(this.previousWords.buffer, 0, observationSize(inner.observation));
    this.present = new Uint8Array(this.presentWords.buffer, 0, observationSize(inner.observation));
  }

  override reset(seed?: string | number): void {
    this.inner.reset(seed);
    this.previous.fill(0);
    this.result.terminated = false;
    this.result.truncated = false;
  }

  override step(action: Action): StepResult {
    if (this.actionNames[action] === undefined) throw illegalAction(this, action);
    const { inner, result, previous, skip } = this;
    result.reward = 0;
    if (result.terminated || result.truncated) return result;
    for (let frame = 1; frame <= skip; frame++) {
      if (frame === skip) inner.observe(previous);
      const { reward, terminated, truncated } = inner.step(action);
      result.reward += reward;
      result.terminated = terminated;
      result.truncated = truncated;
      if (!terminated && !truncated) continue;
      if (frame < skip) previous.fill(0);
      break;
    }
    return result;
  }

  override observe(out: Uint8Array | Float32Array): void {
    const { previous, previousWords, present, presentWords } = this;
    this.inner.observe(present);
    // Most of the two frames is equal: four values are looked at together.
    for (let word = 0; word < presentWords.length; word++) {
      if (presentWords[word] === previousWords[word]) continue;
      for (let i = 4 * word; i < 4 * word + 4; i++) if (previous[i] > present[i]) present[i] = previous[i];
    }
    out.set(present);
  }

  protected override saveOwn(): Json {
    const { terminated, truncated } = this.result;
    return { previous: packRuns(this.previous), terminated, truncated };
  }

  protected override loadOwn(own: Json): void {
    const what = `the frame skip of ${this.id}`;
    const { previous, terminated, truncated } = parseSaved(ownSchema, own, what);
    unpackRunsInto(this.previous, previous as Json, what);
    this.result.terminated = terminated;
    this.result.truncated = truncated;
  }
}

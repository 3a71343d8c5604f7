/** Single-player environments for an on-policy learner, stepped together. */
import { anyJson, type Json } from '@agon/core';
import { observationSize, VectorEnv, type Env } from '@agon/envs';
import { readingPart, readState, type Episode } from '@agon/learning';
import * as v from 'valibot';
import type { Analysis } from '../../agent.js';
import type { Actors } from './actors.js';
import { EpisodeRecorder } from './episodeRecorder.js';

/** What `save` returns: plain data. */
interface Saved {
  envs: Json;
  recorder: Json;
}

const savedSchema = v.object({ envs: anyJson, recorder: anyJson }) satisfies v.GenericSchema<unknown, Saved>;

/** N environments; environment 0 is the one whose episodes are recorded. */
export class EnvActors extends VectorEnv implements Actors {
  private readonly seed: string;
  private readonly recorder: EpisodeRecorder;
  /** The recorded episode that the last step ended. */
  private finished: Episode | undefined;

  /**
   * @param make makes one environment; all must be of one kind
   * @param seed names the run; all environments' streams are named after it
   */
  constructor(make: () => Env, numEnvs: number, seed: string) {
    super(make, numEnvs);
    this.seed = seed;
    this.recorder = new EpisodeRecorder(seed);
  }

  start(isFirst: boolean): void {
    this.reset(isFirst ? this.seed : undefined);
    this.recorder.drop();
    if (!this.recorder.isWanted) return;
    this.recorder.begin(this.envs[0]);
    this.envs[0].observe(this.observations.subarray(0, observationSize(this.observation)));
  }

  wantRecording(): void {
    this.recorder.want();
  }

  act(actions: Int32Array, account: () => Analysis): Episode | undefined {
    this.finished = undefined;
    if (this.recorder.isRecording) this.recorder.before(this.envs[0], actions[0], account());
    this.step(actions);
    return this.finished;
  }

  protected override restart(env: Env, index: number): void {
    if (index > 0) {
      env.reset();
      return;
    }
    this.finished = this.recorder.finish(env, this.episodeReturns[0]);
    this.recorder.begin(env);
  }

  override save(): Json {
    return { envs: super.save(), recorder: this.recorder.save() };
  }

  /** @throws bad-checkpoint where the state is damaged, or of others or another number of environments */
  override load(state: Json): void {
    const saved = readState(savedSchema, state, 'actors');
    readingPart('actors.envs', () => super.load(saved.envs));
    this.recorder.load(saved.recorder);
  }
}

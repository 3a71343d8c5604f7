/** Single-player environments for an on-policy learner, stepped together. */
import type { Json } from '@agon/core';
import { observationSize, VectorEnv, type Env, type ObservationSpace } from '@agon/envs';
import type { Account } from '../agent.js';
import type { Episode } from '../trainer.js';
import type { Actors } from './actors.js';
import { EpisodeRecorder } from './episodeRecorder.js';

/** What `save` returns: plain data. */
interface Saved {
  envs: Json;
  recorder: Json;
}

/** N environments; environment 0 is the one whose episodes are recorded. */
export class EnvActors implements Actors {
  private readonly vector: VectorEnv;
  private readonly seed: string;
  private readonly recorder: EpisodeRecorder;
  /** The recorded episode that the last step ended. */
  private finished: Episode | undefined;

  /**
   * @param make makes one environment; all must be of one kind
   * @param seed names the run; all environments' streams are named after it
   */
  constructor(make: () => Env, numEnvs: number, seed: string) {
    this.seed = seed;
    this.recorder = new EpisodeRecorder(seed);
    this.vector = new VectorEnv(make, numEnvs, (env, index) => {
      if (index > 0) {
        env.reset();
        return;
      }
      this.finished = this.recorder.finish(env, this.vector.episodeReturns[0]);
      this.recorder.begin(env);
    });
  }

  get numEnvs(): number {
    return this.vector.numEnvs;
  }
  get observation(): ObservationSpace {
    return this.vector.observation;
  }
  get numActions(): number {
    return this.vector.numActions;
  }
  get observations(): Uint8Array | Float32Array {
    return this.vector.observations;
  }
  get finalObservations(): Uint8Array | Float32Array {
    return this.vector.finalObservations;
  }
  get rewards(): Float32Array {
    return this.vector.rewards;
  }
  get terminated(): Uint8Array {
    return this.vector.terminated;
  }
  get truncated(): Uint8Array {
    return this.vector.truncated;
  }
  get episodeReturns(): Float64Array {
    return this.vector.episodeReturns;
  }
  get episodeLengths(): Int32Array {
    return this.vector.episodeLengths;
  }

  start(isFirst: boolean): void {
    const { vector, recorder } = this;
    vector.reset(isFirst ? this.seed : undefined);
    if (!recorder.isWanted) return;
    recorder.begin(vector.envs[0]);
    vector.envs[0].observe(vector.observations.subarray(0, observationSize(vector.observation)));
  }

  wantRecording(): void {
    this.recorder.want();
  }

  step(actions: Int32Array, account: () => Account): Episode | undefined {
    const { vector, recorder } = this;
    this.finished = undefined;
    if (recorder.isRecording) recorder.before(vector.envs[0], actions[0], account());
    vector.step(actions);
    return this.finished;
  }

  save(): Json {
    return { envs: this.vector.save(), recorder: this.recorder.save() };
  }

  load(state: Json): void {
    const saved = state as unknown as Saved;
    this.vector.load(saved.envs);
    this.recorder.load(saved.recorder);
  }
}

/** The environments that an on-policy learner steps together, with the episodes that end in them. */
import type { Json } from '@agon/core';
import { observationSize, VectorEnv, type Env } from '@agon/envs';
import type { Account } from '../agent.js';
import type { Episode } from '../trainer.js';
import { EpisodeRecorder } from './episodeRecorder.js';

/** What `save` returns: plain data. */
interface Saved {
  envs: Json;
  recorder: Json;
}

/** N environments; environment 0 is the one whose episodes are recorded. */
export class Actors {
  readonly vector: VectorEnv;
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

  /** Begins an episode in each environment: the first one, or a new one in the place of that which runs. */
  start(isFirst: boolean): void {
    const { vector, recorder } = this;
    vector.reset(isFirst ? this.seed : undefined);
    if (!recorder.isWanted) return;
    recorder.begin(vector.envs[0]);
    vector.envs[0].observe(vector.observations.subarray(0, observationSize(vector.observation)));
  }

  /** The next episode that environment 0 begins is to be recorded. */
  wantRecording(): void {
    this.recorder.want();
  }

  /**
   * Plays actions[i] in environment i.
   * @param account what was thought about environment 0, asked for where its episode is being recorded
   * @returns the recorded episode that this step ended, if it did
   */
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

  /** @throws bad-file where the state is of other environments, or of another number of them */
  load(state: Json): void {
    const saved = state as unknown as Saved;
    this.vector.load(saved.envs);
    this.recorder.load(saved.recorder);
  }
}

/** Actors in the learner's own thread: they act by its present parameters, in turn with its updates. */
import type { Json } from '@agon/core';
import { readState, type Progress, type SavedState } from '@agon/learning';
import { Rows } from '../replay/rows.js';
import type { Actors, SavedActors } from './actors.js';
import { EnvGroup } from './envGroup.js';
import { rowShape, type Experience } from './experience.js';
import type { Learner } from './learner.js';
import { Actor, savedActorSchema } from './actor.js';
import { epsilonAt, type DqnSettings } from './settings.js';

/** The name of a recurrent network's state among a group's arrays. */
const MEMORY = 'memory';

/** N environments; always at rest, since nothing is under way between two rounds. */
export class LocalActors implements Actors {
  readonly tracks: number;
  readonly isAtRest = true;
  private readonly settings: DqnSettings;
  private readonly actor: Actor;
  private readonly keep: (i: number, action: number) => void;

  private constructor(settings: DqnSettings, actor: Actor, experience: Experience, progress: Progress) {
    this.tracks = settings.numEnvs;
    this.settings = settings;
    this.actor = actor;
    const { group, extras } = actor;
    const size = extras.length / this.tracks;
    this.keep = (i, action) => {
      const { observations, reward, terminated, truncated, rested } = group;
      experience.push(observations[i], action, reward, terminated, rested, extras, i * size);
      if (terminated || truncated) progress.episode(group.episodeReturn, group.episodeLength);
    };
  }

  static async create(options: {
    /** The environment's spec. */
    spec: string;
    settings: DqnSettings;
    seed: string;
    learner: Learner;
    experience: Experience;
    progress: Progress;
  }): Promise<LocalActors> {
    const { spec, settings, seed, learner, experience, progress } = options;
    const group = new EnvGroup(spec, settings.numEnvs, seed);
    const { network, parameters, noise } = learner;
    const rows = new Rows(0, rowShape(group.envs[0], settings));
    const { counts } = experience;
    const parts = { settings, group, network, parameters, noise, counts, rows, seed, suffix: '' };
    const actor = await Actor.create(parts);
    return new LocalActors(settings, actor, experience, progress);
  }

  async start(): Promise<void> {
    this.actor.start();
  }

  wantRecording(): void {
    this.actor.group.wantRecording();
  }

  round(step: number) {
    return this.actor.round(epsilonAt(this.settings, step), this.keep);
  }

  pause(): void {}

  async save(): Promise<SavedActors> {
    const { memory, ...json } = this.actor.save();
    return { json: json as unknown as Record<string, Json>, arrays: memory ? { [MEMORY]: memory } : {} };
  }

  async load({ json, arrays }: Pick<SavedState, 'json' | 'arrays'>): Promise<void> {
    this.actor.load({ ...readState(savedActorSchema, json), memory: arrays[MEMORY] });
  }

  close(): Promise<void> {
    return this.actor.dispose();
  }
}

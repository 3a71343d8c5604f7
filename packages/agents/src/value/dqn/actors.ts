/** Where a run's steps come from: environments in this thread, or in worker threads. */
import type { Json } from '@agon/core';
import type { Episode, SavedState, StateArray } from '@agon/learning';

/** What a group of actors goes on from. */
export interface SavedActors {
  json: Record<string, Json>;
  arrays: Record<string, StateArray>;
}

/** T environments that make steps together, a round of T steps at a time. */
export interface Actors {
  /** T */
  readonly tracks: number;
  /** Whether nothing is under way, so that the state is whole. */
  readonly isAtRest: boolean;
  /** Begins the first episodes. */
  start(): Promise<void>;
  /** The next episode of the first environment is to be recorded. */
  wantRecording(): void;
  /**
   * Keeps one more step of every environment.
   * @param step steps taken before
   * @returns a recorded episode that ended, if one did
   */
  round(step: number): Promise<Episode | undefined>;
  /** Lets nothing more begin: after some rounds the group is at rest. */
  pause(): void;
  /** While it is at rest. */
  save(): Promise<SavedActors>;
  /**
   * Goes on from a run's state, of which `save` gave a part.
   * @throws bad-checkpoint where it is damaged, or of another group
   */
  load(state: Pick<SavedState, 'json' | 'arrays'>): Promise<void>;
  close(): Promise<void>;
}

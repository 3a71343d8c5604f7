/** A trained network as it can be looked into. */
import type { Subject } from '@agon/engine';

/** With the names of what it answers. */
export interface TrainedSubject extends Subject {
  /** Of each result's units, in order: classes, actions. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

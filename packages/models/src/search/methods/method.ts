/**
 * A search as something that is asked and told: asked which network to train next and for how long, told what it has come to. It knows
 * no network and trains nothing; several of its trials may be under way, and whoever asks decides in which order it is told. What it
 * asks for follows from its seed and from what it was told.
 */
import type { Genotype } from '../space.js';

/** What a method wants to be told of. */
export interface Trial {
  /** Its number, from 0 on. */
  readonly id: number;
  readonly genotype: Genotype;
  /** Updates to train it for, from the beginning. */
  readonly updates: number;
}

/** A method of search. */
export interface SearchMethod {
  /** The next trial; undefined where there is none as long as nothing more is told. */
  ask(): Trial | undefined;
  /** What a trial that was asked for has come to: the larger the better, −∞ where the network diverged. */
  tell(trial: Trial, score: number): void;
}

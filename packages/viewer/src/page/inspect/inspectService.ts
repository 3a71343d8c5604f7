/** What the worker behind Look inside offers: plain data, so that it crosses to the page. */
import type { InsideLayer, UnitSum } from '@agon/engine';
import type { Saliency, Shaped, Window } from '@agon/models';
import type { ServerPlace } from '../server/server.js';

/** A network that was loaded. */
export interface LoadedNetwork {
  /** The first is the input. */
  readonly layers: readonly InsideLayer[];
  /** Of each result's units: classes, actions. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly inputShape: readonly number[];
  /** What it learned from: `data` is shown pictures of it, `env` what an agent stands before. */
  readonly subject: { readonly data: string; readonly pictures: number } | { readonly env: string };
}

/** Something to look at, and what it is. */
export interface SeenInput {
  readonly input: Float32Array;
  readonly what: string;
}

/** One unit. */
export interface UnitAccount {
  readonly sum: UnitSum;
  readonly filter: Shaped | undefined;
  /** What it can see; undefined where that is everything. */
  readonly window: Window | undefined;
  /** [...inputShape] Undefined for the input itself. */
  readonly saliency: Float32Array | undefined;
}

/** `inspectWorker.ts` */
export interface InspectService {
  /** @throws Error with the words of what is wrong */
  load(place: ServerPlace, model: string): Promise<LoadedNetwork>;
  /** A test picture of the data. */
  picture(index: number): Promise<SeenInput>;
  /** What the agent stands before after so many actions of its own. */
  played(seed: number, steps: number): Promise<SeenInput>;
  /** Runs the network; the values of each layer. */
  look(input: Float32Array): Promise<Float32Array[]>;
  unit(layer: number, unit: number, way: Saliency): Promise<UnitAccount>;
}

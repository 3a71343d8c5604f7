/** What the worker behind the box of figures offers: plain data, so that it crosses to the page. */
import type { ServerPlace } from '../server/server.js';

/** What is shown, and how wide, in units. */
export interface FigureAsked {
  /** A word of embeddings; what a sequence model answers. */
  readonly text: string;
  /** Of embeddings: three words, "man/king/woman". */
  readonly analogy: string;
  readonly width: number;
}

/** `figureWorker.ts` */
export interface FigureService {
  /** @returns what can be asked first @throws Error with the words of what is wrong */
  load(place: ServerPlace, model: string): Promise<Omit<FigureAsked, 'width'>>;
  /** An `<svg>` element. */
  figure(asked: FigureAsked): Promise<string>;
}

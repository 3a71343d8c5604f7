/** What the worker behind the search microscope offers: plain data, so that it crosses to the page. */
import type { Drawing } from '@agon/envs';
import type { NodeView } from '@agon/mcts';
import type { ServerPlace } from '../server/server.js';

/** How moves are chosen; `own`: as the agent itself does. */
export const WAYS = ['own', 'puct', 'uct', 'gumbel'] as const;
export type Way = (typeof WAYS)[number];

/** The search after some simulations, at one position of its tree. */
export interface SearchLook {
  /** The simulations that were run: fewer than were asked for where the root is decided. */
  readonly simulations: number;
  /** The moves from the root to the position: those that were asked for, as far as the tree knows them. */
  readonly path: readonly number[];
  /** What they are called. */
  readonly pathNames: readonly string[];
  readonly node: NodeView;
  /** The name of each of the node's moves. */
  readonly names: readonly string[];
  readonly drawing: Drawing;
  /** The names of the moves that the next simulation walks, from the root; none where it is decided. */
  readonly walk: readonly string[];
}

/** `microscopeWorker.ts` */
export interface MicroscopeService {
  /** @throws Error with the words of what is wrong: no such agent, one that does not search, … */
  load(place: ServerPlace, env: string, agent: string): Promise<void>;
  /** Begins a search after these moves. */
  open(history: readonly number[], way: Way): Promise<void>;
  /** @param budget of the whole search @param path moves from its root */
  look(simulations: number, budget: number, path: readonly number[]): Promise<SearchLook>;
}

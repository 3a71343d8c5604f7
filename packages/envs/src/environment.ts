/** What both kinds of environments have in common. What differs by kind is asked here, or stands in one table of the package that needs it. */
import type { Env } from './env.js';
import type { Game } from './game.js';

/** What an id names: a single-player environment or a board game. */
export type Environment = { kind: 'env'; env: Env } | { kind: 'game'; game: Game };

/** The kinds, as sentences name them. */
export const KIND_NAMES: Readonly<Record<Environment['kind'], string>> = {
  env: 'single-player environments',
  game: 'board games',
};

/** The board game, where it is one. */
export const gameOf = (environment: Environment): Game | undefined =>
  environment.kind === 'game' ? environment.game : undefined;

/** The environment or the game itself: both have an id, a version, options and an observation. */
export function unwrapped(environment: Environment): Env | Game {
  return environment.kind === 'env' ? environment.env : environment.game;
}

/** How many actions there are to choose from. */
export function numActions(environment: Environment): number {
  return environment.kind === 'env' ? environment.env.actionNames.length : environment.game.numActions;
}

/** How many play. */
export const numSeats = (environment: Environment): number => gameOf(environment)?.numPlayers ?? 1;

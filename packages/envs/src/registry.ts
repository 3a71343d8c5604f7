/** Every environment and game by its id: one line each. */
import type { Env } from './env.js';
import type { Game } from './game.js';

/** What an id names: a single-player environment or a board game. */
export type Environment = { kind: 'env'; env: Env } | { kind: 'game'; game: Game };

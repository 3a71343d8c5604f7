/** Replay files: versioned JSON that the same code re-simulates, bit for bit, on disk and in the page. */
import type { Json } from '@agon/core';
import type { Account } from '@agon/agents';

/** A recorded episode or game. Nothing that can be derived is stored. */
export interface Replay {
  format: 1;
  /** The environment's id, options and version. */
  env: string;
  options: Record<string, Json>;
  version: number;
  /** Names of the players, in order of their seats. */
  players: string[];
  seed: string;
  actions: number[];
  /** 32-bit hashes after every 100 actions, and one after the last. */
  hashes: number[];
  /** Returns, one for each player. */
  result: number[];
  /** What the player thought before each action; optional, kept apart from the moves. */
  account?: (Account | null)[];
}

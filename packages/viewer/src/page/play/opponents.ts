/** Whom one can play a board game against. */
import { formatSpec } from '@agon/core';
import { isSameBoard } from '../games.js';
import { trainedAgents, type Shipped } from './trainedAgents.js';
import { playWords } from './words.js';

/** Agents that do not have to be trained, with the simulations that make a quick and decent opponent. */
export const UNTRAINED = [
  ['mcts', formatSpec('mcts', { visits: 400 })],
  ['solver', 'solver'],
  ['random', 'random'],
] as const;

/** An agent that one can play against. */
export interface OpponentChoice {
  agent: string;
  label: string;
}

/** Whoever plays this game: trained agents first, the newest of all at the top. */
export function opponentsFor(env: string, shipped: readonly Shipped[]): OpponentChoice[] {
  const trained = trainedAgents(shipped, (each) => isSameBoard(each, env));
  const untrained = UNTRAINED.map(([name, agent]) => ({ agent, label: playWords.untrained[name] }));
  return [...trained, ...untrained];
}

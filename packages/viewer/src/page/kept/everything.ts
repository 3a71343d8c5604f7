/** Everything that the browser keeps, as one file, and gone at a word. */
import { deletePageAgents, keptPageAgents } from '../server/pageAgents.js';
import { deleteAllGames, keptGames } from './games.js';
import type { KeptGame } from './keptGame.js';

/** What `agon-browser.json` holds. */
export interface Everything {
  format: 'agon-browser';
  version: 1;
  games: readonly KeptGame[];
  /** Agents that were trained in the page; their weights are safetensors in base64. */
  agents: readonly { name: string; checkpoint: Record<string, unknown> & { weights: string } }[];
  /** Choices by their key. */
  choices: Record<string, string>;
}

/** How much there is. */
export interface KeptCounts {
  games: number;
  agents: number;
}

const CHOICES = /^agon\./;

function choices(): Record<string, string> {
  return Object.fromEntries(Object.entries(localStorage).filter(([key]) => CHOICES.test(key))) as Record<
    string,
    string
  >;
}

/** Reads all of it. @throws Error where the browser keeps nothing */
export async function everything(): Promise<Everything> {
  const [games, agents] = await Promise.all([keptGames(), keptPageAgents()]);
  return {
    format: 'agon-browser',
    version: 1,
    games,
    agents: agents.map(({ name, checkpoint }) => ({
      name,
      checkpoint: { ...checkpoint, weights: toBase64(checkpoint.weights) },
    })),
    choices: choices(),
  };
}

/** How much there is. */
export async function countEverything(): Promise<KeptCounts> {
  const [games, agents] = await Promise.all([keptGames(), keptPageAgents()]);
  return { games: games.length, agents: agents.length };
}

/** All of it is gone. */
export async function forgetEverything(): Promise<void> {
  await Promise.all([deleteAllGames(), deletePageAgents()]);
  for (const key of Object.keys(choices())) localStorage.removeItem(key);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

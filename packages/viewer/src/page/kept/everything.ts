/** Everything that the browser keeps, as one file, and gone at a word. */
import { checkJson } from '@agon/core';
import type { AgentCheckpoint } from '@agon/learning';
import { parseReplay } from '@agon/runs';
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../elements/base64.js';
import { deletePageAgents, keepPageAgent, keptPageAgents } from '../server/pageAgents.js';
import { deleteAllAnalyses, keptAnalyses, putAnalysis, type KeptAnalysis } from './analyses.js';
import { deleteAllGames, keptGame, keptGames, putGame } from './games.js';
import type { KeptGame } from './keptGame.js';
import { keptWords } from './words.js';

/** What `agon-browser.json` holds. */
export interface Everything {
  format: 'agon-browser';
  version: 1;
  games: readonly KeptGame[];
  analyses: readonly KeptAnalysis[];
  /** Agents that were trained in the page; their weights are safetensors in base64. */
  agents: readonly { name: string; checkpoint: Record<string, unknown> & { weights: string } }[];
  /** Choices by their key. */
  choices: Record<string, string>;
}

/** How much there is. */
export interface KeptCounts {
  games: number;
  analyses: number;
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
  const [games, analyses, agents] = await Promise.all([keptGames(), keptAnalyses(), keptPageAgents()]);
  return {
    format: 'agon-browser',
    version: 1,
    games,
    analyses,
    agents: agents.map(({ name, checkpoint }) => ({
      name,
      checkpoint: { ...checkpoint, weights: toBase64(checkpoint.weights) },
    })),
    choices: choices(),
  };
}

/** How much there is. */
export async function countEverything(): Promise<KeptCounts> {
  const [games, analyses, agents] = await Promise.all([keptGames(), keptAnalyses(), keptPageAgents()]);
  return { games: games.length, analyses: analyses.length, agents: agents.length };
}

/** All of it is gone. */
export async function forgetEverything(): Promise<void> {
  await Promise.all([deleteAllGames(), deleteAllAnalyses(), deletePageAgents()]);
  for (const key of Object.keys(choices())) localStorage.removeItem(key);
}

/**
 * Adds what a file holds to what is here; of games that are there already, what is here stays.
 * @throws bad-file where it is damaged
 */
export async function restoreEverything(json: unknown): Promise<KeptCounts> {
  const { games, analyses, agents } = checkJson(everythingSchema, json, keptWords.exported);
  for (const game of games) {
    const kept = { ...game, replay: parseReplay(game.replay, keptWords.exported) } as KeptGame;
    if (!(await keptGame(kept.id))) await putGame(kept);
  }
  for (const analysis of analyses) await putAnalysis(analysis as unknown as KeptAnalysis);
  for (const { name, checkpoint } of agents) {
    const weights = fromBase64(checkpoint.weights);
    await keepPageAgent(name, { ...checkpoint, weights } as AgentCheckpoint);
  }
  return { games: games.length, analyses: analyses.length, agents: agents.length };
}

const everythingSchema = v.looseObject({
  version: v.literal(1),
  games: v.array(
    v.looseObject({
      format: v.literal(1),
      id: v.string(),
      env: v.string(),
      side: v.number(),
      revision: v.number(),
      begun: v.number(),
      changed: v.number(),
      isOver: v.boolean(),
      replay: v.looseObject({}),
    }),
  ),
  analyses: v.array(
    v.looseObject({ key: v.string(), agent: v.string(), accounts: v.array(v.nullable(v.looseObject({}))) }),
  ),
  agents: v.array(
    v.looseObject({
      name: v.string(),
      checkpoint: v.looseObject({
        algorithm: v.string(),
        env: v.string(),
        step: v.number(),
        settings: v.looseObject({}),
        weights: v.string(),
      }),
    }),
  ),
});

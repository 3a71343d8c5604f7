/** What an agent thought of a whole game when the person had it analysed, kept by the browser with the game that it is of. */
import type { Analysis } from '@agon/agents';
import { crc32c } from '@agon/core';
import type { Replay } from '@agon/runs';
import { clear, createStore, get, set, values, type UseStore } from 'idb-keyval';

/** The newest analysis of a game. */
export interface KeptAnalysis {
  /** Names the game: `analysisKey`. */
  key: string;
  /** The agent's spec, its simulations with it. */
  agent: string;
  /** By position; null where it was stopped before. */
  accounts: (Analysis | null)[];
}

let opened: UseStore | undefined;
const analyses = (): UseStore => (opened ??= createStore('agon analyses', 'analyses'));

/** The same for the same moves by the same rules, wherever the game was found. */
export function analysisKey({ env, options, version, actions }: Replay): string {
  const rules = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([env, rules, version, actions]);
  return `${env}-${actions.length}-${crc32c(new TextEncoder().encode(text)).toString(36)}`;
}

/** Undefined where the game was never analysed here. @throws Error where the browser keeps nothing */
export const keptAnalysis = (key: string): Promise<KeptAnalysis | undefined> => get(key, analyses());

/** Takes the place of an older one of the game. */
export const putAnalysis = (analysis: KeptAnalysis): Promise<void> => set(analysis.key, analysis, analyses());

export const keptAnalyses = (): Promise<KeptAnalysis[]> => values(analyses());

export const deleteAllAnalyses = (): Promise<void> => clear(analyses());

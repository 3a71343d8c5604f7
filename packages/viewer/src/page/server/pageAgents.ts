/** Agents that were trained in this page, kept by the browser: `page/NAME`. */
import type { AgentCheckpoint } from '@agon/learning';
import { entries, get, set } from 'idb-keyval';
import type { ZooEntry } from './server.js';

/** Takes the place of an older one of that name. @throws Error where the browser keeps nothing (private windows, no room) */
export const keepPageAgent = (name: string, checkpoint: AgentCheckpoint): Promise<void> =>
  set(`agent ${name}`, checkpoint);

/** Undefined where there is none of that name. */
export const pageAgent = (name: string): Promise<AgentCheckpoint | undefined> => get(`agent ${name}`);

/** All of them, as the zoo lists its own. */
export async function pageAgents(): Promise<ZooEntry[]> {
  const all = await entries<string, AgentCheckpoint>();
  return all
    .filter(([key]) => key.startsWith('agent '))
    .map(([key, { algorithm, env }]) => ({ name: key.slice('agent '.length), algorithm, env }));
}

/** Agents that were trained in this page, kept by the browser: `page/NAME`. */
import type { AgentCheckpoint } from '@agon/learning';
import { delMany, entries, get, set } from 'idb-keyval';
import type { ZooEntry } from './server.js';

/** Takes the place of an older one of that name. @throws Error where the browser keeps nothing (private windows, no room) */
export const keepPageAgent = (name: string, checkpoint: AgentCheckpoint): Promise<void> =>
  set(`agent ${name}`, checkpoint);

/** Undefined where there is none of that name. */
export const pageAgent = (name: string): Promise<AgentCheckpoint | undefined> => get(`agent ${name}`);

/** All of them. */
export async function keptPageAgents(): Promise<{ name: string; checkpoint: AgentCheckpoint }[]> {
  const all = await entries<string, AgentCheckpoint>();
  return all
    .filter(([key]) => key.startsWith('agent '))
    .map(([key, checkpoint]) => ({ name: key.slice('agent '.length), checkpoint }));
}

/** All of them, as the zoo lists its own. */
export async function pageAgents(): Promise<ZooEntry[]> {
  const all = await keptPageAgents();
  return all.map(({ name, checkpoint: { algorithm, env } }) => ({ name, algorithm, env }));
}

/** None is kept any more. */
export async function deletePageAgents(): Promise<void> {
  const all = await keptPageAgents();
  await delMany(all.map(({ name }) => `agent ${name}`));
}

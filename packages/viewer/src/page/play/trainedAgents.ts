/** The trained agents that the page knows: runs, the zoo, and those of this browser. */
import { isReadable } from '@agon/runs';
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { runs } from '../server/feeds.js';
import { pageAgents } from '../server/pageAgents.js';
import { fetchZoo, type ZooEntry } from '../server/server.js';
import { playWords } from './words.js';

/** A trained agent that is no run: its name begins with its place. */
export interface Shipped extends ZooEntry {
  agent: string;
}

/** What is wrong with agents of the zoo that cannot be chosen. */
export const zooDamage = signal<readonly string[]>([]);

/** The trained agents of the zoo and of this browser; none until they are there. */
export function useShipped(): Shipped[] {
  const [shipped, setShipped] = useState<Shipped[]>([]);
  useEffect(() => {
    const take = (place: string) => (found: ZooEntry[]) =>
      setShipped((before) => [
        ...before,
        ...found.map((each) => ({ ...each, agent: `${place}/${each.name}` })),
      ]);
    const report = (error: Error): void => console.error(error);
    fetchZoo().then(({ agents, damage }) => {
      zooDamage.value = damage;
      take('zoo')(agents);
    }, report);
    pageAgents().then(take('page'), report);
  }, []);
  return shipped;
}

/** A trained agent to choose, with the environment of its training. */
interface TrainedAgent {
  agent: string;
  env: string;
  label: string;
}

/** Those whose environment fits: runs first, the newest at the top. */
export function trainedAgents(shipped: readonly Shipped[], fits: (env: string) => boolean): TrainedAgent[] {
  const trained = (runs.value ?? []).filter(isReadable).flatMap(({ name, config: { env }, checkpoints }) => {
    const last = checkpoints.at(-1);
    if (env === undefined || last === undefined || !fits(env)) return [];
    return [{ agent: `runs/${name}`, env, label: playWords.trainedFor(name, last) }];
  });
  const others = shipped
    .filter(({ env }) => fits(env))
    .map(({ agent, env }) => ({ agent, env, label: agent }));
  return [...trained, ...others];
}

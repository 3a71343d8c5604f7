/** The values that completion knows of options and arguments: by the option's name, or by what stands for the value in help. */
import type { Argument, Option } from 'commander';
import { optionName } from '../configuration.js';

/** @param command the command of the line @param given the words after it */
type Source = (command: string, given: readonly string[]) => Promise<string[]>;

const runs = async (): Promise<string[]> => {
  const [{ listRuns }, { RUNS_DIR }] = [await import('@agon/runs/node'), await import('../places.js')];
  return listRuns(RUNS_DIR).map(({ name }) => name);
};
const runPaths = async (): Promise<string[]> => (await runs()).map((name) => `runs/${name}`);
const zoo = async (): Promise<string[]> => {
  const [{ zooNames }, { ZOO_DIRS }] = [await import('@agon/runs/node'), await import('../places.js')];
  return zooNames(ZOO_DIRS).map((name) => `zoo/${name}`);
};
const trained: Source = async () => [...(await runPaths()), ...(await zoo())];
const agents: Source = async (...line) => {
  const { listAgents } = await import('@agon/agents');
  const plain = listAgents().map(({ id }) => id).filter((id) => !id.includes('/')); // prettier-ignore
  return [...plain, ...(await trained(...line))];
};
const algorithms: Source = async (command) => {
  const { commandWords, trainers } = await import('@agon/runs');
  return Object.keys(trainers).filter((id) => commandWords(id)[0] === command);
};
const datasets: Source = async () => (await import('@agon/data')).listDatasets().map(({ id }) => id);
const environments: Source = async () => (await import('@agon/envs')).listEnvironments().map(({ id }) => id);

const SOURCES: Readonly<Record<string, Source>> = {
  agent: agents,
  agents,
  algorithm: algorithms,
  attack: async () => {
    const [{ listAgentAttacks }, { listAttacks }] = [
      await import('@agon/agents'),
      await import('@agon/models'),
    ];
    return [...listAttacks(), ...listAgentAttacks()].map(({ id }) => id);
  },
  data: datasets,
  dataset: datasets,
  device: async () => ['auto', ...(await import('@agon/engine')).DEVICES.map(({ id }) => id)],
  env: environments,
  lesson: async () => (await import('@agon/models')).lessons.map(({ id }) => id),
  model: trained,
  network: async () => (await import('@agon/nets')).listNetworks().map(({ id }) => id),
  opponent: agents,
  preset: async (_command, [algorithm]) => {
    const { trainers } = await import('@agon/runs');
    return Object.hasOwn(trainers, algorithm) ? ['none', ...Object.keys(trainers[algorithm].presets)] : [];
  },
  resume: async (command) => {
    if (command !== 'tournament') return ['latest', ...(await runs())];
    const [{ tournamentNames }, { RUNS_DIR }] = [
      await import('@agon/runs/node'),
      await import('../places.js'),
    ];
    return tournamentNames(RUNS_DIR);
  },
  what: async (command, ...given) =>
    command === 'runs' ? runs() : command === 'view' ? trained(command, ...given) : runPaths(),
};

/** What can stand for an option's value or an argument; nothing where nobody knows. */
export async function knownValues(
  place: Option | Argument,
  command: string,
  given: readonly string[],
): Promise<string[]> {
  const isOption = 'long' in place;
  const sign = isOption ? (/[<[]([a-z]+)/.exec(place.flags)?.[1] ?? '') : place.name();
  const name = [isOption ? optionName(place) : '', sign].find((each) => Object.hasOwn(SOURCES, each));
  return name === undefined ? [] : SOURCES[name](command, given);
}

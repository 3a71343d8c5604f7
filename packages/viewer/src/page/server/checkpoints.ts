/** Where the page gets the weights of trained agents. */
import type { Checkpoint, CheckpointSource } from '@agon/learning';
import { isSearch, trainedBy, type Trained, type TrialLine } from '@agon/runs';
import { words } from '../words.js';
import { pageAgent } from './pageAgents.js';
import { fetchRun, get, runAddress } from './server.js';

async function fetchZooCheckpoint(name: string): Promise<Checkpoint> {
  const address = `api/zoo/${encodeURIComponent(name)}`;
  const [config, weights] = await Promise.all([get(address), get(`${address}/weights`)]);
  const rest = (await config.json()) as Trained & { step: number };
  return { ...rest, weights: new Uint8Array(await weights.arrayBuffer()) };
}

async function fetchRunCheckpoint(name: string, asked: number | undefined): Promise<Checkpoint> {
  const { config, checkpoints } = await fetchRun(name);
  const step = asked ?? checkpoints.at(-1);
  if (step === undefined) throw new Error(words.agent.noCheckpoint(name));
  const response = await get(runAddress(name, 'checkpoints', step));
  const trials = isSearch(config)
    ? ((await (await get(runAddress(name, 'trials'))).json()) as TrialLine[])
    : [];
  return { ...trainedBy(config, trials, step), step, weights: new Uint8Array(await response.arrayBuffer()) };
}

async function readPageAgent(name: string): Promise<Checkpoint> {
  const checkpoint = await pageAgent(name);
  if (!checkpoint) throw new Error(words.agent.notTrainedHere(name));
  return checkpoint;
}

/** The page's own source of trained agents: "runs/NAME", "runs/NAME@STEP", "zoo/NAME", "page/NAME". */
export const fetchCheckpoint: CheckpointSource = (path) => {
  const [, place, name, step] = /^(runs|zoo|page)\/([^@]+)(?:@(\d+))?$/.exec(path) ?? [];
  if (place === 'runs') return fetchRunCheckpoint(name, step === undefined ? undefined : Number(step));
  if (place === 'zoo') return fetchZooCheckpoint(name);
  if (place === 'page') return readPageAgent(name);
  return Promise.reject(new Error(words.agent.noSuchAgent(path)));
};

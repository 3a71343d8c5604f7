/** Where things lie, and the agents that come from there. */
import type { Agent } from '@agon/agents';
import { diskAgents } from '@agon/arena/node';
import type { Environment } from '@agon/envs';
import { fileURLToPath } from 'node:url';

/** The folder of the runs, in the folder where `agon` is called; `runs/NAME` names an agent and is its path. */
export const RUNS_DIR = 'runs';
/** The zoo in the folder where `agon` is called: `agon export --zoo` writes there. */
export const ZOO_DIR = 'zoo';
/** Where `zoo/NAME` is looked for: there, then among the agents that come with agon. */
export const ZOO_DIRS = [ZOO_DIR, fileURLToPath(new URL('../../../zoo', import.meta.url))];

/** Makes any agent from its spec. @throws unknown-agent, bad-option, not-found, unsupported */
export const makeAgent: (spec: string, environment: Environment) => Promise<Agent> = diskAgents({
  runsDir: RUNS_DIR,
  zooDirs: ZOO_DIRS,
});

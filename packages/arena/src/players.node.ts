/** Agents by their specs, as everything on disk knows them: registered ones, engines, and trained ones from runs and the zoo. */
import { makeAgent } from '@agon/agents';
import { diskCheckpoints } from '@agon/runs/node';
import type { AgentPlaces } from './gameSession.js';
import { engineKinds } from './gtp/gtpAgent.node.js';
import type { MakeAgent } from './makeAgents.js';

/** The maker of agents for these places. */
export function diskAgents({ runsDir, zooDirs }: AgentPlaces): MakeAgent {
  const checkpoints = diskCheckpoints(runsDir, zooDirs);
  return (spec, environment) => makeAgent(spec, environment, checkpoints, engineKinds);
}

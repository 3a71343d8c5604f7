/** Several agents at a time. */
import type { Agent } from '@agon/agents';
import type { Environment } from '@agon/envs';

/** Makes an agent from its spec. @throws unknown-agent, bad-option, not-found, unsupported */
export type MakeAgent = (spec: string, environment: Environment) => Promise<Agent>;

/** Makes agents from their specs, in their order; where one cannot be made, those before it are released. @throws what `makeAgent` throws */
export async function makeAgents(
  specs: readonly string[],
  environment: Environment,
  makeAgent: MakeAgent,
): Promise<Agent[]> {
  const agents: Agent[] = [];
  try {
    for (const spec of specs) agents.push(await makeAgent(spec, environment));
    return agents;
  } catch (error) {
    await release(agents);
    throw error;
  }
}

/** Releases agents, one after the other. */
export async function release(agents: readonly Agent[]): Promise<void> {
  for (const agent of agents) await agent.dispose();
}

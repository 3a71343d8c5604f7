/** The kinds of work of this package, with agents as everything on disk knows them. */
import { attackedAgent, type Agent } from '@agon/agents';
import { gameOf, makeEnvironment } from '@agon/envs';
import type { JobHandler } from '@agon/learning';
import { episodesOf, type Episodes } from '../episodes.js';
import { GameSession, type Games } from '../gameSession.js';
import { makeAgents, release } from '../makeAgents.js';
import { diskAgents } from '../players.node.js';

export const games: JobHandler<Games> = {
  name: 'game',
  open: ({ plan, places }) => GameSession.open(plan, makeEnvironment(plan.env), diskAgents(places)),
};

/** The first of some agents. @throws what `attackedAgent` throws; they are released then */
async function putUnderAttack(agents: Agent[], attack: string): Promise<void> {
  try {
    agents[0] = await attackedAgent(agents[0], attack);
  } catch (error) {
    await release(agents);
    throw error;
  }
}

export const evaluation: JobHandler<Episodes> = {
  name: 'evaluation',
  async open({ env, agent: spec, opponent: other, attack, places, ...rest }) {
    const environment = makeEnvironment(env);
    const specs = gameOf(environment) && other !== undefined ? [spec, other] : [spec];
    const agents = await makeAgents(specs, environment, diskAgents(places));
    if (attack !== undefined) await putUnderAttack(agents, attack);
    const [agent, opponent] = agents;
    return { ...episodesOf({ agent, environment, opponent, ...rest }), close: () => release(agents) };
  },
};

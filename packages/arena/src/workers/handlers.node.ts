/** The kinds of work of this package, with agents as everything on disk knows them. */
import { makeEnvironment } from '@agon/envs';
import type { JobHandler } from '@agon/learning';
import { episodesOf, type Episodes } from '../episodes.js';
import { GameSession, type Games } from '../gameSession.js';
import { diskAgents } from '../players.node.js';

export const games: JobHandler<Games> = {
  name: 'game',
  open: ({ plan, places }) => GameSession.open(plan, makeEnvironment(plan.env), diskAgents(places)),
};

export const evaluation: JobHandler<Episodes> = {
  name: 'evaluation',
  async open({ env, agent: spec, opponent: other, places, ...rest }) {
    const environment = makeEnvironment(env);
    const makeAgent = diskAgents(places);
    const agent = await makeAgent(spec, environment);
    const isGame = environment.kind === 'game';
    const opponent = isGame && other !== undefined ? await makeAgent(other, environment) : undefined;
    return {
      ...episodesOf({ agent, environment, opponent, ...rest }),
      async close() {
        await agent.dispose();
        await opponent?.dispose();
      },
    };
  },
};

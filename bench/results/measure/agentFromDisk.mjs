/** An agent by its spec, as the command line knows it. */
import { diskAgents } from '@agon/arena/node';
import { REPO } from '../places.mjs';

/** @throws AgonError where there is no such agent */
export function agentFromDisk(spec, game) {
  const makeAgent = diskAgents({ runsDir: 'runs', zooDirs: [`${REPO}/zoo`] });
  return makeAgent(spec, { kind: 'game', game });
}

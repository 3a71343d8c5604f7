/** A tournament process to be killed: `node tournament.mjs RUNS_DIR NAME`, goes on where NAME exists. */
import { setTimeout as sleep } from 'node:timers/promises';
import { tournamentToDisk } from '@agon/arena/node';
import { tournamentNames } from '@agon/runs/node';

const [runsDir, name] = process.argv.slice(2);

/** Moves at random, and takes a moment for it, so that there is something to interrupt. */
const player = (spec) => ({
  name: spec,
  reset: () => undefined,
  act: async ({ state }, rng) => {
    await sleep(0);
    const actions = state.legalActions();
    return actions[rng.int(actions.length)];
  },
  analysis: () => undefined,
  dispose: () => Promise.resolve(),
});

await tournamentToDisk({
  runsDir,
  env: 'tic_tac_toe',
  agents: ['a', 'b', 'c'],
  games: 30,
  seed: 1,
  makeAgent: (spec) => Promise.resolve(player(spec)),
  ...(tournamentNames(runsDir).includes(name) ? { resume: name } : { name }),
});

/**
 * `node connectFour.mjs AGENT [POSITIONS]`: how often the agent makes a mistake in Pascal Pons' test sets, lines of moves and score in
 * the fixtures folder's connect-four/: a move is a mistake where another one had a better outcome in {loss, draw, win}.
 * Prints {SET: {positions, mistakes}}; POSITIONS: only the first so many lines of each set.
 */
import { ConnectFourSolver } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { makeGame, playMoves } from '@agon/envs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPO } from '../places.mjs';
import { agentFromDisk } from './agentFromDisk.mjs';

const SETS = ['Test_L3_R1', 'Test_L2_R1', 'Test_L1_R1'];
const [spec, most = '1000'] = process.argv.slice(2);
const folder = join(process.env.AGON_FIXTURES ?? join(REPO, '../shared/fixtures'), 'connect-four');
if (!existsSync(folder)) {
  console.error(`the test sets are missing: put them at ${folder}, or set AGON_FIXTURES.`);
  process.exit(2);
}
const game = makeGame('connect_four');
const agent = await agentFromDisk(spec, game);
const solver = new ConnectFourSolver(1e9);
const result = {};
for (const set of SETS) {
  const lines = readFileSync(join(folder, set), 'utf8').trim().split('\n').slice(0, Number(most));
  let mistakes = 0;
  for (const line of lines) {
    const [moves, score] = line.split(' ');
    const state = game.newInitialState();
    playMoves(state, moves);
    agent.reset(moves);
    const action = await agent.act({ kind: 'game', state }, new RandomStream(moves));
    const best = Math.sign(Number(score));
    if (best === -1) continue; // a lost position has no mistakes left
    state.apply(action);
    const got = state.isTerminal
      ? state.returns()[1 - (state.history.length % 2)]
      : -solver.outcome(state.history);
    if (got < best) mistakes++;
  }
  result[set] = { positions: lines.length, mistakes };
  console.error(`${set}: ${mistakes} mistakes in ${lines.length} positions`);
}
await agent.dispose();
console.log(JSON.stringify(result));

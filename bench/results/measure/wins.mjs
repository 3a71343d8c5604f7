/**
 * `node wins.mjs ENV AGENT OPPONENT GAMES [MARGIN]`: the agent as first player, OPPONENT once for each game with %SEED% in its spec
 * replaced by 1, 2, …. Prints {games, wins, draws, margins, wonBy, firstMoves, different}: `wonBy` counts games won by at least MARGIN
 * points of area (games of territory), `different` the games that no other one equals.
 */
import { RandomStream } from '@agon/core';
import { makeGame } from '@agon/envs';
import { agentFromDisk } from './agentFromDisk.mjs';

const [env, spec, opponentSpec, count, least = '0'] = process.argv.slice(2);
const game = makeGame(env);
const agent = await agentFromDisk(spec, game);
const margins = [];
const firstMoves = {};
const different = new Set();
let wins = 0;
let draws = 0;
for (let number = 1; number <= Number(count); number++) {
  const opponent = await agentFromDisk(opponentSpec.replaceAll('%SEED%', number), game);
  const state = game.newInitialState();
  const rng = new RandomStream(`game ${number}`);
  for (const player of [agent, opponent]) player.reset(`game ${number}`);
  while (!state.isTerminal) {
    const mover = state.currentPlayer === 0 ? agent : opponent;
    state.apply(await mover.act({ kind: 'game', state: state.clone() }, rng));
  }
  const [result] = state.returns();
  if (result > 0) wins++;
  if (result === 0) draws++;
  const komi = game.options.komi ?? 0;
  if (state.ownershipInto) margins.push(state.ownershipInto(new Int8Array(game.numActions)) + komi);
  const first = game.newInitialState().actionToString(state.history[0]);
  firstMoves[first] = (firstMoves[first] ?? 0) + 1;
  different.add(state.history.join());
  await opponent.dispose();
  console.error(
    `game ${number}: ${result > 0 ? 'won' : result < 0 ? 'lost' : 'drawn'}, area ${margins.at(-1)}`,
  );
}
await agent.dispose();
const wonBy = margins.filter((margin) => margin >= Number(least)).length;
const games = Number(count);
console.log(JSON.stringify({ games, wins, draws, margins, wonBy, firstMoves, different: different.size }));

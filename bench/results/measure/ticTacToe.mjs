/**
 * `node ticTacToe.mjs AGENT`: plays every game that can be played against the agent, in both seats and from every opening of
 * up to two moves, and asks it for a move in every position. Prints {games, lost, positions, thrownAway}: games that it lost though it
 * need not have (an opening may be lost already), and positions in which its move turns a draw or a win into a loss.
 */
import { Solver } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { makeGame } from '@agon/envs';
import { agentFromDisk } from './agentFromDisk.mjs';

const OPENING_PLIES = 2;
const [spec] = process.argv.slice(2);
const game = makeGame('tic_tac_toe');
const agent = await agentFromDisk(spec, game);
const solver = new Solver(10_000);

const answers = new Map();
async function choose(state) {
  const key = state.toString();
  if (!answers.has(key)) answers.set(key, await agent.act({ kind: 'game', state }, new RandomStream(key)));
  return answers.get(key);
}

let games = 0;
let lost = 0;
/** Plays on in every way against the agent in `seat`, which has not lost yet as long as `canHold`. */
async function playAll(state, seat, ply, canHold) {
  if (state.isTerminal) {
    games++;
    if (state.returns()[seat] < 0 && canHold) lost++;
    return;
  }
  // During the opening the agent's moves are chosen for it: where that loses the game, it is not to blame.
  const mine = state.currentPlayer === seat;
  const forced = mine && ply >= OPENING_PLIES;
  for (const action of forced ? [await choose(state)] : state.legalActions()) {
    const holds = canHold && (!mine || forced || solver.solveAction(state, action).value >= 0);
    state.apply(action);
    await playAll(state, seat, ply + 1, holds);
    state.undo();
  }
}
for (const seat of [0, 1]) await playAll(game.newInitialState(), seat, 0, true);

let thrownAway = 0;
const seen = new Set();
async function everyPosition(state) {
  if (state.isTerminal || seen.has(state.toString())) return;
  seen.add(state.toString());
  const { value } = solver.solveAction(state, await choose(state));
  if (value < 0 && value < solver.solve(state).value) thrownAway++;
  for (const action of state.legalActions()) {
    state.apply(action);
    await everyPosition(state);
    state.undo();
  }
}
await everyPosition(game.newInitialState());
await agent.dispose();
console.log(JSON.stringify({ games, lost, positions: seen.size, thrownAway }));

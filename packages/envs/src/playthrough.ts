/** Playthroughs: a whole game as text for people and for comparison, in the form of OpenSpiel's (`playthrough_test.py`). */
import { RandomStream } from '@agon/core';
import { drawEnv } from './drawings.js';
import type { Env } from './env.js';
import { playMoves, type State } from './game.js';
import type { Environment } from './environment.js';
import { formatEnv } from './registry.js';

/** What decides a playthrough. */
export interface PlaythroughOptions {
  /** Seeds the environment and the random actions. */
  seed: number;
  /** Board games: moves in the game's text that are played first. */
  moves?: string;
}

/**
 * The lines of a game whose actions are drawn at random, state by state: a position as comment, then facts, then the action.
 * The same seed gives the same text until the environment's version changes.
 * @throws illegal-action where `moves` are none
 */
export function* playthrough(environment: Environment, options: PlaythroughOptions): Generator<string> {
  const rng = new RandomStream(`${options.seed} / playthrough`);
  if (environment.kind === 'game') yield* gameLines(environment.game.newInitialState(), options, rng);
  else yield* episodeLines(environment.env, options, rng);
}

const list = (values: readonly number[]): string => `[${values.join(', ')}]`;
const texts = (values: readonly string[]): string =>
  `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
const truth = (value: boolean): string => (value ? 'True' : 'False');
const hex = (hash: number): string => `0x${hash.toString(16).padStart(8, '0')}`;
const comment = (text: string): string[] => text.split('\n').map((line) => `# ${line}`.trimEnd());

function* gameLines(state: State, options: PlaythroughOptions, rng: RandomStream): Generator<string> {
  const { game } = state;
  const planned = game.newInitialState();
  playMoves(planned, options.moves ?? '');
  yield `game: ${formatEnv(game)}`;
  yield `seed: ${options.seed}`;
  yield '';
  yield `Version() = ${game.version}`;
  yield `NumPlayers() = ${game.numPlayers}`;
  yield `PlayerNames() = ${texts(game.playerNames)}`;
  yield `NumDistinctActions() = ${game.numActions}`;
  yield `ObservationShape() = ${list(game.observation.shape)}`;
  yield `MaxGameLength() = ${game.maxGameLength}`;
  const rewards = new Float64Array(game.numPlayers);
  for (let number = 0; ; number++) {
    yield '';
    yield `# State ${number}`;
    yield* comment(state.toString());
    yield `IsTerminal() = ${truth(state.isTerminal)}`;
    yield `History() = ${list(state.history)}`;
    yield `CurrentPlayer() = ${state.currentPlayer}`;
    state.rewardsInto(rewards);
    yield `Rewards() = ${list([...rewards])}`;
    yield `Returns() = ${list(state.returns())}`;
    yield `Hash() = ${hex(state.hash())}`;
    if (state.isTerminal) return;
    const legal = state.legalActions();
    yield `LegalActions() = ${list(legal)}`;
    yield `StringLegalActions() = ${texts(legal.map((action) => state.actionToString(action)))}`;
    const action = planned.history[number] ?? legal[rng.int(legal.length)];
    yield '';
    yield `# Apply action ${JSON.stringify(state.actionToString(action))}`;
    yield `action: ${action}`;
    state.applyAssumeLegal(action);
  }
}

function* episodeLines(env: Env, options: PlaythroughOptions, rng: RandomStream): Generator<string> {
  yield `environment: ${formatEnv(env)}`;
  yield `seed: ${options.seed}`;
  yield '';
  yield `Version() = ${env.version}`;
  yield `ActionNames() = ${texts(env.actionNames)}`;
  yield `ObservationShape() = ${list(env.observation.shape)}`;
  env.reset(options.seed);
  let step = { reward: 0, terminated: false, truncated: false };
  for (let number = 0; ; number++) {
    yield '';
    yield `# State ${number}`;
    yield* comment(drawEnv(env).text);
    yield `Reward() = ${step.reward}`;
    yield `Terminated() = ${truth(step.terminated)}`;
    yield `Truncated() = ${truth(step.truncated)}`;
    yield `Hash() = ${hex(env.hash())}`;
    if (step.terminated || step.truncated) return;
    const action = rng.int(env.actionNames.length);
    yield '';
    yield `# Apply action ${JSON.stringify(env.actionNames[action])}`;
    yield `action: ${action}`;
    step = { ...env.step(action) };
  }
}

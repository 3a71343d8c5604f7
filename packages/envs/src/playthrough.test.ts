import { describe, expect, it } from 'vitest';
import { playthrough } from './playthrough.js';
import { listEnvironments, makeEnv, makeEnvironment, makeGame } from './registry.js';
import { parsePlaythrough } from './testing/playthrough.js';

const textOf = (spec: string, options: { seed: number; moves?: string }): string =>
  [...playthrough(makeEnvironment(spec), options)].join('\n');

const GAMES = listEnvironments()
  .filter(({ kind }) => kind === 'game')
  .map(({ id }) => (id === 'go' ? 'go:size=5' : id === 'hex' ? 'hex:size=4' : id));

describe('a playthrough', () => {
  it.each(GAMES)('of %s reads as one of OpenSpiel’s, and holds the whole game', (spec) => {
    const states = parsePlaythrough(textOf(spec, { seed: 1 }));
    const state = makeGame(spec).newInitialState();
    for (const { facts, action } of states) {
      expect(facts).toMatchObject({
        isTerminal: state.isTerminal,
        currentPlayer: state.currentPlayer,
        legalActions: state.legalActions(),
        returns: state.returns(),
        legalTexts: state.legalActions().map((legal) => state.actionToString(legal)),
      });
      if (action !== undefined) state.apply(action);
    }
    expect(state.isTerminal).toBe(true);
    expect(states.at(-1)?.action).toBeUndefined();
  });

  it('is the same for the same seed, and another for another', () => {
    expect(textOf('connect_four', { seed: 3 })).toBe(textOf('connect_four', { seed: 3 }));
    expect(textOf('connect_four', { seed: 4 })).not.toBe(textOf('connect_four', { seed: 3 }));
  });

  it('begins with the moves that are given', () => {
    const states = parsePlaythrough(textOf('connect_four', { seed: 1, moves: '4431' }));
    expect(states.slice(0, 4).map(({ action }) => action)).toEqual([3, 3, 2, 0]);
    expect(() => textOf('connect_four', { seed: 1, moves: '9' })).toThrow(/"9" is not a move/);
  });

  it('of an environment has rewards and hashes that its actions give again', () => {
    const text = textOf('minatar-breakout', { seed: 2 });
    const env = makeEnv('minatar-breakout');
    env.reset(2);
    const actions = [...text.matchAll(/^action: (\d+)$/gm)].map(([, action]) => Number(action));
    const rewards = actions.map((action) => env.step(action).reward);
    const told = [...text.matchAll(/^Reward\(\) = (\d+)$/gm)].map(([, reward]) => Number(reward));
    expect(told).toEqual([0, ...rewards]);
    expect(text).toContain(`Hash() = 0x${env.hash().toString(16).padStart(8, '0')}`);
    expect(text).toMatch(/Terminated\(\) = True/);
  });
});

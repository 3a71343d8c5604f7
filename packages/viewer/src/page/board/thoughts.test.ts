import { describe, expect, it } from 'vitest';
import type { Analysis } from '@agon/agents';
import { makeGame } from '@agon/envs';
import { actionValues, moveThoughts, winRate } from './thoughts.js';

describe('actionValues', () => {
  it('names the actions and marks the chosen one', () => {
    expect(actionValues({ q: [1, null, -2] }, ['n', 'l', 'r'], 2)?.actions).toEqual([
      { action: 0, text: 'n', q: 1, isChosen: false },
      { action: 1, text: 'l', q: null, isChosen: false },
      { action: 2, text: 'r', q: -2, isChosen: true },
    ]);
  });

  it('is nothing where the player tells no Q-values', () => {
    expect(actionValues({ value: 3 }, ['n'], 0)).toBeUndefined();
  });
});

describe('moveThoughts', () => {
  const state = makeGame('tic_tac_toe').newInitialState();
  state.apply(4);
  const prior = [0.1, 0.2, 0.1, 0.1, 0, 0.1, 0.1, 0.1, 0.2];
  const visits = [60, 0, 20, 0, 0, 0, 20, 0, 0];
  const account = { value: 0.5, prior, visits, q: [0.4, null, -1, null, null, null, 0, null, null] };

  it('keeps one point of view: what is good for the player to move is bad for the other', () => {
    expect(state.currentPlayer).toBe(1);
    expect(moveThoughts(account, state, 1, 0)).toMatchObject({ player: 1, value: 0.5 });
    const seenByFirst = moveThoughts(account, state, 0, 0);
    expect(seenByFirst?.value).toBe(-0.5);
    expect(seenByFirst?.moves.find(({ action }) => action === 2)?.q).toBe(1);
    expect(seenByFirst?.moves.find(({ action }) => action === 0)?.q).toBe(-0.4);
    expect(Object.is(seenByFirst?.moves.find(({ action }) => action === 6)?.q, 0)).toBe(true);
  });

  it('lists legal moves only, the most visited first, then by value and policy', () => {
    const moves = moveThoughts(account, state, 0, 2)?.moves ?? [];
    expect(moves.map(({ action }) => action)).toEqual([0, 6, 2, 1, 8, 3, 5, 7]);
    expect(moves.map(({ share }) => share).slice(0, 4)).toEqual([0.6, 0.2, 0.2, 0]);
    expect(moves.filter(({ isChosen }) => isChosen).map(({ action }) => action)).toEqual([2]);
  });

  it('lists the move that the player plays first, whatever its visits', () => {
    const first = (more: Analysis) => moveThoughts({ ...account, ...more }, state, 0, 2)?.moves[0].action;
    expect(first({ move: 6 })).toBe(6);
    expect(first({ principalVariation: [2, 0] })).toBe(2);
    expect(first({ move: 6, principalVariation: [2, 0] })).toBe(6);
  });

  it('takes the policy for the share where nothing was searched', () => {
    const moves = moveThoughts({ prior }, state, 0, undefined)?.moves ?? [];
    expect(moves.slice(0, 2).map(({ action, share }) => [action, share])).toEqual([
      [1, 0.2],
      [8, 0.2],
    ]);
  });

  it('tells the expected line in the game’s own text, as far as it is legal', () => {
    const line = (principalVariation: number[]) =>
      moveThoughts({ value: 0, principalVariation }, state, 0, undefined)?.line;
    expect(line([0, 8, 2])).toEqual(['o(0,0)', 'x(2,2)', 'o(0,2)']);
    expect(line([0, 0, 2])).toEqual(['o(0,0)']);
    expect(moveThoughts({ value: 0 }, state, 0, undefined)?.line).toEqual([]);
  });
});

describe('winRate', () => {
  it('is the share of points that a value stands for', () => {
    expect([-1, -0.5, 0, 1].map(winRate)).toEqual([0, 0.25, 0.5, 1]);
  });
});

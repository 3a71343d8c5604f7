import { RandomStream } from '@agon/core';
import { makeGame, type Go, type GoState } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { goPicture, randomGame } from '../go/testing/goPicture.js';
import { ResponsePattern } from './responsePattern.js';

const go = makeGame('go:size=7') as Go;

/** The features of all replies to a stone at `cell`, by cell. */
function features(state: GoState, cell: number): Map<number, number> {
  const { points } = state.game;
  const pattern = new ResponsePattern(points.stride);
  pattern.lookAt(state.board, points.ofCell[cell], state.turn);
  return new Map(
    Array.from({ length: pattern.count }, (_, i) => [points.cellOf[pattern.points[i]], pattern.features[i]]),
  );
}

describe('12-point patterns', () => {
  it('know the empty points of the diamond and nothing beyond the border', () => {
    const state = goPicture(`
      .......
      .O.....
      .......
      .......
      .......
      .......
      X.....X`);
    expect([...features(state, 8).keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 7, 9, 10, 14, 15, 16, 22]);
    expect([...features(state, 48).keys()].sort((a, b) => a - b)).toEqual([34, 40, 41, 46, 47]);
  });

  it('are the same in all eight views of a position', () => {
    const state = randomGame(go, 24, new RandomStream('views'));
    for (const { actions } of go.symmetries) {
      const turned = go.newInitialState();
      for (const action of state.history) turned.apply(actions[action]);
      for (const played of state.history.slice(-6)) {
        const here = features(state, played);
        const there = features(turned, actions[played]);
        expect(there.size).toBe(here.size);
        for (const [cell, feature] of here) expect(there.get(actions[cell])).toBe(feature);
      }
    }
  });

  it('tell places, colours and liberties apart, but not what lies outside', () => {
    const reply = (picture: string, cell: number, toMove = 0): number =>
      features(goPicture(picture, toMove), 24).get(cell)!;
    const plain = `
      .......
      .......
      ..X....
      ...O...
      .......
      .......
      .......`;
    const outside = `
      .......
      ..O....
      ..X....
      ...O...
      .......
      .......
      X.....X`;
    const fewerLiberties = `
      .......
      ..O....
      .OX....
      ...O...
      .......
      .......
      .......`;
    expect(reply(outside, 25)).toBe(reply(plain, 25));
    expect(reply(fewerLiberties, 25)).not.toBe(reply(plain, 25));
    expect(reply(plain, 25, 1)).not.toBe(reply(plain, 25));
    expect(reply(plain, 26)).not.toBe(reply(plain, 25));
    expect(reply(plain, 25)).toBe(reply(plain, 31)); // the diagonal through the stone is a mirror
  });
});

import { RandomStream } from '@agon/core';
import { makeGame, observationArray, observationSize, type Game } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { ObservationRows } from './observationRows.js';
import { shownGame } from './shownGame.js';

/** Observations along a random game. */
function observations(game: Game, moves: number): (Uint8Array | Float32Array)[] {
  const rng = new RandomStream(`${game.id} rows`);
  const state = game.newInitialState();
  return Array.from({ length: moves }, () => {
    const legal = state.legalActions();
    state.apply(legal[rng.int(legal.length - 1)]); // not the pass of Go
    const observation = observationArray(game.observation);
    state.observe(observation);
    return observation;
  });
}

describe('rows of observations', () => {
  it.each([
    ['a bit a value', makeGame('connect_four'), 11],
    [
      'the numbers of AlphaGo’s komi plane once, the rest as bits',
      shownGame('go:size=5,komi=6.5', 'alphago'),
      158,
    ],
  ])('give back what was kept: %s', (_, game, width) => {
    const all = observations(game, 12);
    const rows = new ObservationRows(game.observation, all.length);
    rows.array.fill(255); // a row holds nothing of what was in its place before
    all.forEach((each, row) => rows.write(row, each));
    const out = new Float32Array(observationSize(game.observation));
    all.forEach((each, row) => {
      rows.readInto(out.fill(7), row);
      expect(out).toEqual(Float32Array.from(each));
    });
    expect(new Set(all.map((each) => each.join())).size).toBe(all.length);
    expect(rows.width * rows.array.BYTES_PER_ELEMENT).toBe(width);
  });

  it('keep float32 observations as they are', () => {
    const rows = new ObservationRows({ shape: [3], dtype: 'float32', high: 1 }, 2);
    rows.write(1, Float32Array.of(0.5, -2, 1e-9));
    const out = new Float32Array(3);
    rows.readInto(out, 1);
    expect(out).toEqual(Float32Array.of(0.5, -2, 1e-9));
  });
});

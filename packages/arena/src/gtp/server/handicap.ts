/** Handicap stones (GTP 2 specification, sections 4.1.1 and 4.1.2). */
import { AgonError } from '@agon/core';
import { BLACK, Go, type SetUpStone } from '@agon/envs';
import { Refusal } from './protocol.js';

/** The fixed places of `count` stones. @throws Refusal "invalid number of stones" */
export function fixedHandicap(game: Go, count: number): SetUpStone[] {
  if (count < 2 || count > 9) throw new Refusal('invalid number of stones');
  try {
    return [...new Go({ ...game.options, handicap: count }).newInitialState().setUp];
  } catch (error) {
    if (!(error instanceof AgonError) || error.code !== 'bad-option') throw error;
    throw new Refusal('invalid number of stones');
  }
}

/**
 * Places that we choose for `count` stones: the fixed ones as far as there are any, then the points nearest to the centre.
 * @throws Refusal "invalid number of stones" where that is no number from 2 to one less than the board's points
 */
export function freeHandicap(game: Go, count: number): SetUpStone[] {
  const { size } = game;
  if (count < 2 || count >= size * size) throw new Refusal('invalid number of stones');
  const stones = largestFixed(game, count);
  const taken = new Set(stones.map(([cell]) => cell));
  const middle = (size - 1) / 2;
  const distance = (cell: number): number =>
    Math.hypot(Math.floor(cell / size) - middle, (cell % size) - middle);
  const others = Array.from({ length: size * size }, (_, cell) => cell).filter((cell) => !taken.has(cell));
  others.sort((a, b) => distance(a) - distance(b) || a - b);
  return [...stones, ...others.slice(0, count - stones.length).map((cell): SetUpStone => [cell, BLACK])];
}

/** As many fixed stones as there are, up to `count`. */
function largestFixed(game: Go, count: number): SetUpStone[] {
  for (let stones = Math.min(9, count); stones >= 2; stones--) {
    try {
      return fixedHandicap(game, stones);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return [];
}

/** The stones that a controller lists. @throws Refusal "bad vertex list" */
export function listedHandicap(game: Go, vertices: readonly string[]): SetUpStone[] {
  const cells = vertices.map((vertex) => {
    const cell = game.points.cellOfText(vertex);
    if (cell === undefined) throw new Refusal('bad vertex list');
    return cell;
  });
  const isBad = cells.length < 2 || cells.length >= game.pass || new Set(cells).size !== cells.length;
  if (isBad) throw new Refusal('bad vertex list');
  return cells.map((cell): SetUpStone => [cell, BLACK]);
}

/** What a tree takes, against the arrays of a tree. */
import { makeGame } from '@agon/envs';
import { expect, it } from 'vitest';
import { Tree } from './tree.js';
import { treeBytes } from './treeBytes.js';

it("counts the bytes of a node and of its edges as the tree's arrays have them", () => {
  const tree = new Tree();
  const arrays = Object.values(tree).filter((value) => ArrayBuffer.isView(value)) as Uint8Array[];
  const bytesOf = (length: number): number =>
    arrays
      .filter((array) => array.length === length)
      .reduce((sum, array) => sum + array.BYTES_PER_ELEMENT, 0);
  const [node, edge] = [bytesOf(tree.parent.length), bytesOf(tree.child.length)];
  const game = makeGame('connect_four');
  expect(treeBytes(game, 1000)).toBe(1000 * (node + edge * game.numActions));
});

it('knows that a small game has no more positions than sequences of moves', () => {
  const game = makeGame('tic_tac_toe');
  // 1 + 9 + 9 · 8 + … + 9!
  expect(treeBytes(game, 1e12)).toBe(treeBytes(game, 986_410));
  expect(treeBytes(game, 1000)).toBe(treeBytes(game, 1) * 1000);
  expect(treeBytes(makeGame('go9'), 1e12)).toBe(treeBytes(makeGame('go9'), 1) * 1e12);
});

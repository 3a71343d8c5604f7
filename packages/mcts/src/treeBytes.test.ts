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

import { expect, it } from 'vitest';
import { pictureRows } from './picture.js';

it('spreads cells, so that a board looks square', () => {
  expect(pictureRows({ text: 'xo.\n...\n..x' })).toEqual(['x o .', '. . .', '. . x']);
});

it('leaves text with blanks of its own as it is', () => {
  expect(pictureRows({ text: '  a b  \n1 - x 1\n' })).toEqual(['  a b', '1 - x 1']);
});

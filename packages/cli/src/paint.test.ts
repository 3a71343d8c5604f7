import { describe, expect, it } from 'vitest';
import { canRedraw, wantsColour } from './paint.js';

const terminal = { isTTY: true };
const pipe = {};

describe('wantsColour', () => {
  it.each<[string, boolean, { isTTY?: boolean }, NodeJS.ProcessEnv]>([
    ['a terminal', true, terminal, {}],
    ['a pipe', false, pipe, {}],
    ['a terminal with NO_COLOR', false, terminal, { NO_COLOR: '1' }],
    ['a terminal with an empty NO_COLOR', true, terminal, { NO_COLOR: '' }],
    ['a dumb terminal', false, terminal, { TERM: 'dumb' }],
    ['a pipe with FORCE_COLOR', true, pipe, { FORCE_COLOR: '1' }],
    ['a terminal with FORCE_COLOR=0', false, terminal, { FORCE_COLOR: '0' }],
    ['FORCE_COLOR against NO_COLOR', true, pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }],
  ])('%s: %s', (_what, wanted, stream, env) => expect(wantsColour(stream, env)).toBe(wanted));
});

describe('canRedraw', () => {
  it('needs a terminal that is not dumb, coloured or not', () => {
    expect(canRedraw(terminal, { NO_COLOR: '1' })).toBe(true);
    expect(canRedraw(terminal, { TERM: 'dumb' })).toBe(false);
    expect(canRedraw(pipe, { FORCE_COLOR: '1' })).toBe(false);
  });
});

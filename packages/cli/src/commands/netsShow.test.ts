/** What `agon nets show` prints. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nets } from './nets.js';

const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterEach(() => printed.mockClear());

describe('agon nets show', () => {
  it('tells layers, parameters, operations and memory as JSON', () => {
    nets('show', 'mlp:hidden=64', { input: '10', actions: 3, batch: 2, json: true });
    const found = JSON.parse(String(printed.mock.calls[0][0])) as Record<string, unknown>;
    expect(found).toMatchObject({ parameters: 64 * 11 + 3 * 65, parameterBytes: 4 * (64 * 11 + 3 * 65) });
    expect(found.layers).toMatchObject([{ shape: [2, 64] }, { shape: [2, 3] }]);
  });

  it.each([
    ['an unknown network', 'show', 'mpl', {}, 'did you mean "mlp"?'],
    ['a word that is not show', 'list', undefined, {}, '`agon nets show NAME`'],
    ['a shape that is none', 'show', 'mlp', { input: '10,b' }, 'write it as 84,84,4'],
  ])('refuses %s', (_what, action, spec, flags, message) => {
    expect(() => nets(action, spec, flags)).toThrow(message);
  });
});

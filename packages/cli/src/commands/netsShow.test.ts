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
    expect(found).toMatchObject({
      kind: 'q',
      inputs: { observation: { shape: [2, 10] } },
      outputs: { q: { shape: [2, 3] } },
    });
  });

  it('names what goes in and what comes out, in a line', () => {
    nets('show', 'residual-tower:blocks=1,channels=4,territory=true', { env: 'tic_tac_toe' });
    expect(printed.mock.calls[0][0]).toMatch(
      /observation \[1, 3, 3, \d\] → policy \[1, 9\], value \[1\], ownership \[1, 9\], score \[1\]$/m,
    );
  });

  it.each([
    ['mlp', 'minatar-breakout'],
    ['actor-critic-cnn', 'minatar-breakout'],
    ['board-mlp', 'go:size=9'],
    ['alphago-policy', 'go:size=9'],
    ['alphago-value', 'go:size=9'],
  ])('shows %s as for %s where no environment is named', (network, env) => {
    const shown = (flags: { env?: string }): unknown => {
      printed.mockClear();
      nets('show', network, { ...flags, json: true });
      return JSON.parse(String(printed.mock.calls[0][0]));
    };
    expect(shown({})).toEqual(shown({ env }));
  });

  it.each([
    ['an unknown network', 'show', 'mpl', {}, 'did you mean "mlp"?'],
    ['a word that is not show', 'list', undefined, {}, '`agon nets show NAME`'],
    ['a shape that is none', 'show', 'mlp', { input: '10,b' }, 'write it as 84,84,4'],
    [
      'actions of a network without',
      'show',
      'alphago-value',
      { actions: 5 },
      'has no actions to set: it is of kind value',
    ],
  ])('refuses %s', (_what, action, spec, flags, message) => {
    expect(() => nets(action, spec, flags)).toThrow(message);
  });
});

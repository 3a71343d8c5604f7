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

  it('tells of each layer its name, kind, shape, parameters and operations', () => {
    nets('show', 'convnet:filters=5,norm=batch', { json: true });
    const { parameters, layers, ...found } = JSON.parse(String(printed.mock.calls[0][0])) as {
      parameters: number;
      layers: { name: string; kind: string; shape: number[]; parameters: number; operations: number }[];
    };
    expect(found).toMatchObject({ kind: 'classifier', inputs: { input: { shape: [1, 28, 28, 1] } } });
    expect(layers.map(({ name, kind, shape }) => `${name} ${kind} ${shape.join('×')}`)).toEqual([
      'conv0 convolution 1×28×28×5',
      'MaxPool max pooling 1×14×14×5',
      'hidden dense 1×128',
      'logits dense 1×10',
    ]);
    expect(layers[0].parameters).toBe(9 * 5 + 2 * 5);
    expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameters);
    expect(layers[3].operations).toBe(10 * (2 * 128 + 1));
  });

  it.each([
    ['alexnet', {}, 61_100_840, [1, 224, 224, 3]],
    ['alexnet:towers=2', { input: '3x224x224', classes: 1000 }, 60_965_224, [1, 224, 224, 3]],
    ['inception', {}, 42_679_816, [1, 299, 299, 3]],
    ['lenet', { input: '1x28x28' }, 61_706, [1, 28, 28, 1]],
    ['lenet', { input: '28,28,1' }, 61_706, [1, 28, 28, 1]],
  ])('counts %s %j as its paper, in a moment', (spec, flags, parameters, shape) => {
    const began = performance.now();
    nets('show', spec, { ...flags, json: true });
    expect(performance.now() - began).toBeLessThan(3000);
    expect(JSON.parse(String(printed.mock.calls[0][0]))).toMatchObject({
      parameters,
      inputs: { input: { shape } },
    });
  });

  it.each([
    ['mlp', { classes: 4 }, 'classifier'],
    ['mlp', {}, 'q'],
    ['alexnet', { env: 'minatar-breakout' }, 'q'],
    ['alexnet', { env: 'minatar-breakout', kind: 'actor-critic' }, 'actor-critic'],
    ['resnet', { env: 'connect_four', kind: 'policy-value' }, 'policy-value'],
    ['alphago-value', { env: 'go9' }, 'value'],
  ])('shows %s for %j in kind %s', (spec, flags, kind) => {
    nets('show', spec, { ...flags, json: true });
    expect(JSON.parse(String(printed.mock.calls[0][0]))).toMatchObject({ kind });
  });

  it('names the other kinds', () => {
    nets('show', 'lenet', {});
    expect(printed.mock.calls.map(([text]) => String(text)).join('')).toMatch(
      /^kind classifier; --kind q, actor-critic, policy-value too$/m,
    );
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
    ['a kind that it is not of', 'show', 'mlp', { kind: 'policy' }, 'cannot be had in kind policy, only in: q, classifier'], // prettier-ignore
    ['classes of no classifier', 'show', 'nature-cnn', { classes: 3 }, 'has no classes to set'],
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

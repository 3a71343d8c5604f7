/** The registry of networks: specs, errors, lists. */
import { describe, expect, it } from 'vitest';
import { listNetworks, makeNetwork } from './registry.js';

const make = (spec: string, shape: readonly number[]) => makeNetwork(spec, 'q', { input: shape, actions: 6 });
const sizes = (spec: string, shape: readonly number[]) =>
  make(spec, shape).parameters.map(({ name, shape: size }) => `${name} ${size.join('×')}`);

describe('makeNetwork', () => {
  it('builds what a spec names, for the shapes it is given', () => {
    expect(sizes('mlp:hidden=120/84', [4])).toEqual([
      'hidden0.weight 4×120',
      'hidden0.bias 120',
      'hidden1.weight 120×84',
      'hidden1.bias 84',
      'q.weight 84×6',
      'q.bias 6',
    ]);
    expect(sizes('minatar-cnn:filters=8', [10, 10, 4])).toEqual([
      'conv.weight 3×3×4×8',
      'conv.bias 8',
      'hidden.weight 512×128',
      'hidden.bias 128',
      'q.weight 128×6',
      'q.bias 6',
    ]);
  });

  it('says what goes in and what comes out', () => {
    expect(make('minatar-cnn', [10, 10, 4])).toMatchObject({
      id: 'minatar-cnn',
      inputs: { observation: { shape: [10, 10, 4] } },
      outputs: { q: { shape: [6] } },
    });
    const board = { input: [5, 5, 3], actions: 26 };
    const policy = { shape: [26], about: 'logits' };
    expect(makeNetwork('residual-tower', 'policy-value', board).outputs).toEqual({
      policy,
      value: { shape: [] },
    });
    expect(makeNetwork('residual-tower:territory=true', 'policy-value', board).outputs).toEqual({
      policy,
      value: { shape: [] },
      ownership: { shape: [25] },
      score: { shape: [] },
    });
    expect(makeNetwork('alphago-value', 'value', { input: [5, 5, 3] }).outputs).toEqual({
      value: { shape: [] },
    });
  });

  it('flattens observations of any shape for dense layers', () => {
    expect(sizes('mlp:hidden=10', [10, 10, 4])[0]).toBe('hidden0.weight 400×10');
  });

  it('names the near id, and those of the kind that is needed', () => {
    expect(() => make('minatar-cn', [10, 10, 4])).toThrow(
      /unknown network "minatar-cn"; did you mean "minatar-cnn"\? Of kind q there are: alexnet, blocks, convnet, inception, lenet, lstm, minatar-cnn, mlp, nature-cnn, resnet, transformer, vgg\./,
    );
    expect(() => makeNetwork('mlp', 'policy-value', { input: [3, 3, 2], actions: 9 })).toThrow(
      /"mlp" is of kind q or classifier or forecaster, and this needs one of kind policy-value; use one of: alexnet, blocks, board-mlp, convnet, .*residual-tower/,
    );
  });

  it('refuses unknown settings and shapes that a network cannot read', () => {
    expect(() => make('mlp:hiden=3', [4])).toThrow(/network "mlp".*did you mean "hidden"/);
    expect(() => make('mlp:hidden=0', [4])).toThrow(/hidden/);
    expect(() => make('minatar-cnn', [4])).toThrow(/at least 3×3, got \[4\]; use blocks or mlp\.$/);
    expect(() => make('minatar-cnn', [2, 9, 4])).toThrow(/at least 3×3/);
  });
});

describe('listNetworks', () => {
  it('has a title and described settings for each', () => {
    const all = listNetworks();
    expect(all.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['board-mlp', 'minatar-cnn', 'mlp', 'residual-tower']),
    );
    for (const { title, settings } of all) {
      expect(title).not.toBe('');
      for (const { description } of settings) expect(description).not.toBe('');
    }
  });
});

/** The registry of networks: specs, errors, lists. */
import { describe, expect, it } from 'vitest';
import { listNetworks, makeNetwork } from './registry.js';

const sizes = (spec: string, shape: readonly number[]) =>
  makeNetwork(spec, shape, 6, 'q').parameters.map(({ name, shape: size }) => `${name} ${size.join('×')}`);

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

  it('flattens observations of any shape for dense layers', () => {
    expect(sizes('mlp:hidden=10', [10, 10, 4])[0]).toBe('hidden0.weight 400×10');
  });

  it('names the near id, and those with the heads that are needed', () => {
    expect(() => makeNetwork('minatar-cn', [10, 10, 4], 6, 'q')).toThrow(
      /unknown network "minatar-cn"; did you mean "minatar-cnn"\? With q heads there are: minatar-cnn, mlp, nature-cnn\./,
    );
    expect(() => makeNetwork('mlp', [3, 3, 2], 9, 'policy-value')).toThrow(
      /"mlp" has q heads, this needs policy-value/,
    );
  });

  it('refuses unknown settings and shapes that a network cannot read', () => {
    expect(() => makeNetwork('mlp:hiden=3', [4], 2, 'q')).toThrow(/network "mlp".*did you mean "hidden"/);
    expect(() => makeNetwork('mlp:hidden=0', [4], 2, 'q')).toThrow(/hidden/);
    expect(() => makeNetwork('minatar-cnn', [4], 2, 'q')).toThrow(/at least 3×3, got \[4\]; use mlp/);
    expect(() => makeNetwork('minatar-cnn', [2, 9, 4], 2, 'q')).toThrow(/at least 3×3/);
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

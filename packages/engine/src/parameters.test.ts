import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { constant, heNormal, zeros } from './initialisers.js';
import { countParameters, Parameters, type ParameterSpec } from './parameters.js';
import { encodeSafetensors } from './safetensors.js';
import { failure } from './testing/failure.js';

const SPECS: ParameterSpec[] = [
  { name: 'dense.weight', shape: [3, 5], init: heNormal },
  { name: 'dense.bias', shape: [5], init: constant(0.5) },
  { name: 'scale', shape: [], init: zeros },
];
const make = (seed = 1) => new Parameters(SPECS).initialise(new RandomStream(seed));

describe('countParameters', () => {
  it('counts from the shapes alone, up to what one memory holds', () => {
    expect(countParameters(SPECS)).toBe(21);
    expect(countParameters([{ name: 'w', shape: [14_000, 15_000], init: zeros }])).toBe(210_000_000);
  });

  it('refuses a larger network with its size, before memory is taken', () => {
    const huge = [{ name: 'w', shape: [1e9, 1e9], init: zeros }];
    expect(() => countParameters(huge)).toThrow(
      /1,000,000,000,000 million parameters \(4.00 EB.*211 million/,
    );
    expect(() => new Parameters(huge)).toThrow(/211 million/);
  });
});

describe('Parameters', () => {
  it('lie without gaps, in order, in one flat array', () => {
    const parameters = make();
    expect(parameters.size).toBe(21);
    expect(parameters.flat).toHaveLength(21);
    parameters.flat.forEach((_, i) => (parameters.flat[i] = i));
    expect([...parameters.view('dense.bias')]).toEqual([15, 16, 17, 18, 19]);
    expect([...parameters.view('scale')]).toEqual([20]);
    expect(parameters.view('scale')).toBe(parameters.view('scale'));
  });

  it('are the same for the same seed', () => {
    expect(make(3).flat).toEqual(make(3).flat);
    expect(make(3).flat).not.toEqual(make(4).flat);
  });

  it('refuse two parameters of one name, and name those that exist where one is unknown', async () => {
    expect((await failure(() => new Parameters([SPECS[0], SPECS[0]]))).message).toMatch(
      /two parameters are called "dense.weight"/,
    );
    expect((await failure(() => make().view('bias'))).message).toMatch(
      /no parameter "bias".*dense.weight, dense.bias, scale/,
    );
  });

  it('copy hard and softly', () => {
    const online = make(1);
    const target = make(2);
    const before = target.flat.slice();
    target.copyFrom(online, 0.25);
    target.flat.forEach((value, i) => expect(value).toBeCloseTo(0.75 * before[i] + 0.25 * online.flat[i], 6));
    target.copyFrom(online);
    expect(target.flat).toEqual(online.flat);
    online.flat[0] += 1;
    expect(target.flat[0]).not.toBe(online.flat[0]);
  });

  it('refuse to copy from another layout', async () => {
    const other = new Parameters([{ name: 'dense.weight', shape: [5, 3], init: zeros }]);
    expect((await failure(() => make().copyFrom(other))).code).toBe('internal');
  });

  it('survive safetensors', () => {
    const loaded = make(9);
    loaded.loadSafetensors(make(5).toSafetensors({ step: '100' }));
    expect(loaded.flat).toEqual(make(5).flat);
  });

  it.each<[string, Parameters, RegExp]>([
    ['a missing tensor', new Parameters(SPECS.slice(0, 2)), /lacks the tensor "scale" \[\]/],
    [
      'another shape',
      new Parameters([{ ...SPECS[0], shape: [5, 3] }, SPECS[1], SPECS[2]]),
      /"dense.weight" has shape \[5, 3\], this network wants \[3, 5\]/,
    ],
    [
      'an unknown tensor',
      new Parameters([...SPECS, { name: 'more', shape: [1], init: zeros }]),
      /a tensor "more" that this network does not know/,
    ],
  ])('refuse a file with %s and stay as they were', async (_what, other, message) => {
    const parameters = make(1);
    const error = await failure(() => parameters.loadSafetensors(other.toSafetensors()));
    expect(error.code).toBe('bad-checkpoint');
    expect(error.message).toMatch(message);
    expect(parameters.flat).toEqual(make(1).flat);
  });

  it('refuse a file with another dtype', async () => {
    const tensors = Object.fromEntries(
      SPECS.map(({ name, shape }) => [name, { shape, data: new Float64Array(make().view(name).length) }]),
    );
    expect((await failure(() => make().loadSafetensors(encodeSafetensors(tensors)))).message).toMatch(
      /"dense.weight" is not float32/,
    );
  });
});

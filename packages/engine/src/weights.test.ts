import { describe, expect, it } from 'vitest';
import { zeros } from './initialisers.js';
import { Parameters } from './parameters.js';
import { encodeSafetensors } from './safetensors.js';
import { checkFinite, decodeWeights } from './weights.js';

describe('weights', () => {
  it.each([NaN, Infinity, -Infinity])('are refused with %s, by tensor and index', (value) => {
    const data = Float32Array.of(1, 2, 3, value, value, 6);
    const bytes = encodeSafetensors({
      ok: { shape: [1], data: Float32Array.of(0) },
      w: { shape: [2, 3], data },
    });
    const refused = { code: 'not-finite', message: expect.stringContaining(`tensor "w" [2, 3] holds ${value} at index 3 of 6`) as string }; // prettier-ignore
    expect(() => decodeWeights(bytes)).toThrow(expect.objectContaining(refused));
  });

  it('that are not finite are taken by no network, and what it had stays', () => {
    const parameters = new Parameters([{ name: 'w', shape: [2], init: zeros }]);
    parameters.flat.fill(5);
    const bytes = encodeSafetensors({ w: { shape: [2], data: Float32Array.of(1, NaN) } });
    expect(() => parameters.loadSafetensors(bytes)).toThrow('the tensor "w" [2] holds NaN at index 1 of 2');
    expect([...parameters.flat]).toEqual([5, 5]);
  });

  it('are finite also at the largest and the smallest', () => {
    expect(() => checkFinite(Float32Array.of(3.4028234e38, -3.4028234e38, 1e-45, -0), 'w')).not.toThrow();
    expect(() => checkFinite(new Float32Array(0), 'w')).not.toThrow();
  });
});

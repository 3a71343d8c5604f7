import type { LayerInfo } from '@agon/engine';
import { expect, it } from 'vitest';
import { kernelsText, withRepeats } from './layerRows.js';

const layer = (kernel: string, parameters = 0): LayerInfo => ({
  ...{ name: kernel, kind: kernel, kernels: [kernel], shape: [1, 4], parameters },
  ...{ operations: 10, bytes: 16, patchBytes: 0 },
});
const names = (layers: LayerInfo[]): string[] => withRepeats(layers).map(([{ name }, n]) => `${name} ${n}`);

it('a kernel that comes often is said once', () => {
  expect(kernelsText(['BatchMatMul', 'Slice', 'Add', 'Slice', 'Slice'])).toBe('BatchMatMul Slice ×3 Add');
});

it('steps that repeat are said once, with what they take in all', () => {
  const step = [layer('gates'), layer('candidate')];
  const layers = [layer('first', 8), ...step, ...step, ...step, layer('last', 4)];
  expect(names(layers)).toEqual(['first 1', 'gates 3', 'candidate 3', 'last 1']);
  expect(withRepeats(layers)[1][0]).toMatchObject({ operations: 30, bytes: 48, shape: [1, 4] });
});

it('layers that learn stand each in a row, however alike', () => {
  const layers = [layer('same', 8), layer('same', 8)];
  expect(names(layers)).toEqual(['same 1', 'same 1']);
});

it('what is left of a step is told by itself', () => {
  const layers = [layer('a'), layer('b'), layer('a'), layer('b'), layer('a')];
  expect(names(layers)).toEqual(['a 2', 'b 2', 'a 1']);
});

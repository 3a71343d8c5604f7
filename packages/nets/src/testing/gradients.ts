/** For tests: gradients against finite differences. */
import { RandomStream } from '@agon/core';
import type { Parameters, TrainStep } from '@agon/engine';
import { expect } from 'vitest';

/** Along a random direction of each parameter the loss has the slope that the gradient says. The step's inputs are written. */
export async function expectGradients(step: TrainStep, parameters: Parameters): Promise<void> {
  const start = parameters.flat.slice();
  await step.run(0);
  const rng = new RandomStream('direction');
  const gradients = parameters.specs.map(({ name }) => [name, step.gradient(name).slice()] as const);
  for (const [name, gradient] of gradients) {
    const direction = gradient.map(() => rng.uniform() - 0.5);
    const wanted = gradient.reduce((sum, slope, i) => sum + slope * direction[i], 0);
    const at = (distance: number): Promise<number> => {
      parameters.flat.set(start);
      parameters.view(name).forEach((value, i, view) => (view[i] = value + distance * direction[i]));
      return step.run(0);
    };
    // Longer steps cross kinks, shorter ones are lost in rounding.
    const errors: number[] = [];
    for (const distance of [3e-3, 1e-3, 3e-4]) {
      const slope = ((await at(distance)) - (await at(-distance))) / (2 * distance);
      errors.push(Math.abs(slope - wanted));
    }
    expect(Math.min(...errors), `${name}: ${errors.join(' or ')} off ${wanted}`).toBeLessThan(0.03 * Math.abs(wanted) + 5e-3); // prettier-ignore
  }
}

/** The mended tape changes gradients of gradients alone. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../testing/agreement.js';
import { OPERATIONS } from '../testing/operations.js';
import { registerGradients } from './gradients.js';
import type { TraceNode } from './node.js';
import { traceLoss } from './tracer.js';

/** A graph's nodes in their order, a line each, with what they read. */
function described(results: readonly TraceNode[]): string {
  const reached = new Set<TraceNode>();
  const open = [...results];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...Object.values(node.inputs));
  }
  const nodes = [...reached].sort((a, b) => a.id - b.id);
  const places = new Map(nodes.map((node, i) => [node, i]));
  const lines = nodes.map(({ op, inputs, attrs, shape, dtype }) => {
    const operands = Object.entries(inputs).map(([name, node]) => `${name} ${places.get(node)}`);
    return `${op}(${operands}) ${JSON.stringify(attrs)} ${dtype} [${shape}]`;
  });
  return lines.join('\n');
}

function graphOf({ operands, apply }: Instance): string {
  const all = Object.entries(operands).map(([name, operand]) => ({
    name,
    ...operand,
    init: () => undefined,
  }));
  const given = all.filter(({ isTrained }) => !isTrained);
  const inputs = Object.fromEntries(given.map(({ name, shape, dtype }) => [name, { shape, dtype }]));
  const trained = all.filter(({ isTrained }) => isTrained);
  const { outputs, gradients } = traceLoss(
    (tensors, weights) => ({ loss: tf.sum(tf.square(apply({ ...tensors, ...weights }))) as tf.Scalar }),
    inputs,
    trained,
    [],
  );
  return described([...Object.values(outputs), ...Object.values(gradients)]);
}

/** Runs `body` with the methods of tfjs's own engine. */
function withOwnTape<T>(body: () => T): T {
  const engine = tf.engine() as unknown as Record<string, unknown>;
  const mended = ['addTapeNode', 'customGrad', 'gradients'].map((name) => [name, engine[name]] as const);
  for (const [name] of mended) delete engine[name];
  try {
    return body();
  } finally {
    Object.assign(engine, Object.fromEntries(mended));
  }
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  registerGradients();
});

describe('the mended tape', () => {
  it('leaves first derivatives as they are, node for node', () => {
    let compared = 0;
    for (const [name, instances] of Object.entries(OPERATIONS)) {
      for (const instance of fc.sample(instances, { seed: 1, numRuns: 1 })) {
        if (!Object.values(instance.operands).some(({ isTrained }) => isTrained)) continue;
        expect(graphOf(instance), name).toBe(withOwnTape(() => graphOf(instance)));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('leaves no tensors behind, on tfjs backends too', () => {
    const x = tf.tensor1d([0.3, -0.7]);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const slope = tf.grad((y) => tf.sum(tf.mul(tf.tanh(y), tf.logSoftmax(tf.einsum('i->i', y)))));
      tf.grad((y) => tf.sum(tf.square(slope(y))))(x);
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(x.isDisposed).toBe(false);
    x.dispose();
  });

  it('works on after a function has failed within a gradient', () => {
    const x = tf.tensor1d([0.5]);
    const failing = () => {
      throw new Error('on purpose');
    };
    expect(() => tf.grad((y) => tf.sum(tf.mul(y, tf.grad(failing)(y))))(x)).toThrow('on purpose');
    const second = tf.grad((y) => tf.sum(tf.grad((z) => tf.sum(tf.exp(z)))(y)))(x);
    expect(second.dataSync()[0]).toBeCloseTo(Math.exp(0.5), 5);
    tf.dispose([x, second]);
  });
});

/** Attacks on observations, against what they must do to a network that is linear: its weights say which values hurt. */
import { RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { environmentSituation, type Agent, type ChoosingNetwork, type Situation } from '../agent.js';
import { attackedAgent } from './attackedAgent.js';
import { listAgentAttacks, parseAgentAttack } from './registry.js';

const SIZE = 6;
/** What each value adds to action 0 over action 1. */
const SLOPES = [3, -1, 2, -4, 0.5, 1];

/** Two actions; which one depends on a sum. */
function linear(high: number): ChoosingNetwork {
  const parameters = new Parameters([{ name: 'w', shape: [SIZE, 2], init: () => undefined }]);
  SLOPES.forEach((slope, i) => (parameters.view('w')[2 * i] = slope / high));
  return {
    observation: { shape: [SIZE], dtype: 'uint8', high },
    numActions: 2,
    parameters,
    preferences: (seen, values) => tf.matMul(seen as tf.Tensor2D, values.w as tf.Tensor2D),
  };
}

const sumOf = (seen: ArrayLike<number>): number => SLOPES.reduce((sum, slope, i) => sum + slope * seen[i], 0);

/** What a network sees of some observations under an attack. */
async function seenUnder(spec: string, high: number, observations: readonly Uint8Array[]) {
  const attack = await parseAgentAttack(spec).open(linear(high));
  const rng = new RandomStream('attack');
  const seen: Uint8Array[] = [];
  try {
    for (const observation of observations) seen.push((await attack.change(observation, rng)).slice());
  } finally {
    await attack.dispose();
  }
  return seen;
}

const rows = (most: number) =>
  fc.array(fc.uint8Array({ minLength: SIZE, maxLength: SIZE, max: most }), { minLength: 1, maxLength: 5 });

describe('noise on pictures', () => {
  // 0.01 of 255 are two whole steps.
  it.each(['fgsm:epsilon=0.01', 'pgd:epsilon=0.01,steps=5'])(
    '%s moves every byte by whole steps against the choice',
    async (spec) => {
      await fc.assert(
        fc.asyncProperty(rows(255), async (observations) => {
          fc.pre(observations.every((each) => Math.abs(sumOf(each)) > 1));
          const seen = await seenUnder(spec, 255, observations);
          observations.forEach((before, row) => {
            const against = -Math.sign(sumOf(before));
            const wanted = [...before].map((value, i) =>
              Math.min(255, Math.max(0, value + 2 * against * Math.sign(SLOPES[i]))),
            );
            expect([...seen[row]]).toEqual(wanted);
          });
        }),
        { numRuns: 10 },
      );
    },
  );

  it('at random moves every byte as far, either way', async () => {
    const before = new Uint8Array(SIZE).fill(100);
    const seen = await seenUnder('noise:epsilon=0.01', 255, new Array<Uint8Array>(50).fill(before));
    const values = seen.flatMap((each) => [...each]);
    expect([...new Set(values)].sort((a, b) => a - b)).toEqual([98, 102]);
    expect([...before]).toEqual(new Array<number>(SIZE).fill(100));
  });

  it('that is less than a step of a byte is refused, with the least there is', async () => {
    await expect(seenUnder('fgsm:epsilon=0.003', 255, [])).rejects.toThrow(/least epsilon is 0\.0039/);
    await expect(seenUnder('noise:epsilon=0.003', 255, [])).rejects.toThrow(/least epsilon is 0\.0039/);
  });
});

describe('flips of bits', () => {
  const changed = (before: Uint8Array, seen: Uint8Array): number[] =>
    [...before.keys()].filter((i) => before[i] !== seen[i]);

  it.each(['gradient', 'search'])('by %s are those that speak most against the choice', async (by) => {
    await fc.assert(
      fc.asyncProperty(rows(1), async (observations) => {
        fc.pre(observations.every((each) => sumOf(each) !== 0));
        const seen = await seenUnder(`bit-flips:count=3,by=${by}`, 1, observations);
        observations.forEach((before, row) => {
          const hurts = SLOPES.map((slope, i) => -Math.sign(sumOf(before)) * slope * (1 - 2 * before[i]));
          const worst = [...hurts.keys()].sort((a, b) => hurts[b] - hurts[a]).slice(0, 3);
          const flipped = changed(before, seen[row]).map((i) => hurts[i]);
          expect(flipped.sort((a, b) => b - a)).toEqual(worst.map((i) => hurts[i]));
        });
      }),
      { numRuns: 10 },
    );
  });

  it('at random are as many, and any', async () => {
    const before = Uint8Array.of(0, 1, 0, 1, 0, 1);
    const seen = await seenUnder('bit-flips:count=2,by=random', 1, new Array<Uint8Array>(60).fill(before));
    const flips = seen.map((each) => changed(before, each));
    expect(flips.every(({ length }) => length === 2)).toBe(true);
    expect(new Set(flips.flat()).size).toBe(SIZE);
  });

  it('are no more than there are bits', async () => {
    const [seen] = await seenUnder('bit-flips:count=99', 1, [new Uint8Array(SIZE)]);
    expect([...seen]).toEqual(new Array<number>(SIZE).fill(1));
  });
});

describe('an agent under attack', () => {
  /** Does what the network says of what it is shown. */
  class Shown implements Agent {
    readonly name = 'shown';
    readonly network = linear(1);
    isGone = false;
    reset(): void {}
    act(situation: Situation): number {
      return sumOf(environmentSituation(situation, this.name).observation) >= 0 ? 0 : 1;
    }
    analysis(): undefined {
      return undefined;
    }
    async dispose(): Promise<void> {
      this.isGone = true;
    }
  }

  it('acts by what it is shown, and is released with it', async () => {
    const inner = new Shown();
    const agent = await attackedAgent(inner, 'bit-flips');
    const situation = (observation: Uint8Array) =>
      ({ kind: 'env', observation, env: undefined as never }) as const;
    const observation = Uint8Array.of(1, 0, 0, 0, 0, 0);
    expect(inner.act(situation(observation))).toBe(0);
    expect(await agent.act(situation(observation), new RandomStream(1))).toBe(1);
    expect(agent.name).toBe('shown under bit-flips:count=1,by=gradient');
    await agent.dispose();
    expect(inner.isGone).toBe(true);
  });

  it.each([
    ['an attack that there is none of', 'bit-flip', 1, /did you mean "bit-flips".*On agents there are/],
    ['noise on bits', 'fgsm', 1, /changes pictures, and this agent sees planes of bits: use bit-flips/],
    ['flips in pictures', 'bit-flips', 255, /changes planes of bits, .* sees pictures: use fgsm, pgd, noise/],
    ['too much', 'fgsm:epsilon=2', 255, /epsilon/],
  ])('is refused %s', async (_what, spec, high, message) => {
    await expect(seenUnder(spec, high, [])).rejects.toThrow(message);
  });

  it('is refused any on numbers', async () => {
    const network: ChoosingNetwork = {
      ...linear(1),
      observation: { shape: [SIZE], dtype: 'float32', high: 1 },
    };
    for (const { id } of listAgentAttacks())
      await expect(parseAgentAttack(id).open(network)).rejects.toThrow(/sees numbers without bounds\.$/);
  });

  it('must have a network', async () => {
    const inner = { ...new Shown(), network: undefined } as unknown as Agent;
    await expect(attackedAgent(inner, 'fgsm')).rejects.toThrow(/"shown" cannot be attacked/);
  });
});

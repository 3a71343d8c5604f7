import { algorithms, type Algorithm } from '@agon/agents';
import { makeEnvironment } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { defaultCheckpointEvery } from './checkpointInterval.js';
import { resolveSubject } from './subject.js';
import { trainer } from './trainers.js';

const { dqn, alphazero } = algorithms;
/** Of a trainer of such environments. */
const speedOf = (env: string): number => {
  const algorithm: Algorithm = makeEnvironment(env).kind === 'game' ? alphazero : dqn;
  return resolveSubject(algorithm, { env }).nominalSpeed;
};

describe('steps between checkpoints', () => {
  it.each([
    ['minatar-breakout', { steps: 50_000 }, 1_000],
    ['minatar-breakout', { steps: 500_000 }, 5_000],
    ['minatar-breakout', { steps: 5_000_000 }, 30_000],
    ['minatar-breakout', { minutes: 10 }, 6_000],
    ['pixel-pong', { steps: 200_000 }, 2_000],
    ['pixel-pong', { steps: 1_000_000 }, 3_000],
    ['tic_tac_toe', { steps: 400_000 }, 1_000],
  ])('%s, %o: %i', (env, end, every) => {
    expect(defaultCheckpointEvery(speedOf(env), end)).toBe(every);
  });

  it('follow from the speed alone where nobody knows how long the run is', () => {
    const embeddings = resolveSubject(trainer('word2vec'), { data: 'brown' }).nominalSpeed;
    expect(defaultCheckpointEvery(embeddings, {})).toBe(1_500_000);
  });

  it.each(['minatar-breakout', 'pixel-pong', 'tic_tac_toe'])(
    'are so many that 500 fill a long run of %s',
    (env) => {
      expect(defaultCheckpointEvery(speedOf(env), { steps: 100_000_000 })).toBe(200_000);
    },
  );
});

import { algorithm } from '@agon/agents';
import { resolveConfig } from '@agon/runs';
import type { RunEvent } from '@agon/runs/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TrainingDisplay } from './trainingDisplay.js';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());

function opened(
  id: string,
  env: string,
  more: { steps?: number; settings?: Record<string, string> },
): RunEvent {
  const config = resolveConfig({ algorithm: algorithm(id), env, ...more }, 'run', {}, '');
  return { kind: 'opened', directory: 'runs/run', config, resumedAt: null };
}

const metrics = (step: number, values: Record<string, number>): RunEvent => ({
  kind: 'metrics',
  step,
  values,
});

/** What stands in a pipe in the end: the lines that stay, and the last line of progress. */
function shown(...events: RunEvent[]): { said: string[]; last: string } {
  const display = new TrainingDisplay();
  for (const event of events) display.onEvent(event);
  display.done();
  const lines = written.trimEnd().split('\n');
  return { said: lines.slice(0, -1), last: lines[lines.length - 1] };
}

describe('the display of training', () => {
  it('shows the numbers that the algorithm names, in its order', () => {
    const values = {
      ...{ drawRate: 0.25, firstPlayerScore: 0.5, gameLength: 8, uniqueGames: 0.5, visitConcentration: 0.75 },
      ...{
        resignRate: 0,
        stepsPerSecond: 70,
        gamesPerSecond: 9,
        window: 400,
        loss: 1.5,
        policyEntropy: 1.25,
      },
    };
    const { last } = shown(
      opened('alphazero', 'tic_tac_toe', { steps: 1000 }),
      metrics(500, values),
      metrics(500, { scoreVsRandom: 0.875 }),
    );
    expect(last).toContain(
      '9 games/s, loss 1.50, policy entropy 1.25 nats, distinct games 0.500, visit concentration 0.750, draws 0.250, first player’s score 0.500, score against a random player 0.875, in',
    );
  });

  it('says of the value family how fast it is, how well it plays and what it learns', () => {
    const values = { episodes: 1, episodeLength: 2, qMean: 3, epsilon: 0.5, loss: 5, stepsPerSecond: 6 };
    const { last } = shown(opened('dqn', 'minatar-breakout', { steps: 100 }), metrics(10, values));
    expect(last).toContain(
      '6 steps/s, episode length 2 steps, loss 5, mean Q-value 3, exploration ε 0.500, in',
    );
  });

  it('tells what a stage has come to in a line that stays, and then shows the next one', () => {
    const { said, last } = shown(
      opened('alphago', 'go9', { settings: { sgf: 'games' } }),
      metrics(10_000, { policyLoss: 2, policyHeldAccuracy: 0.5 }),
      { kind: 'stage', step: 10_000, name: 'policy', values: { policyHeldAccuracy: 0.5 } },
      metrics(10_100, { rolloutAccuracy: 0.25 }),
    );
    expect(said).toContain('  policy stage ended at step 10,000: top-1 accuracy 0.500');
    expect(last).toMatch(/step 10,100 of 16,401, rollouts: top-1 accuracy, training 0.250, in/);
  });

  it('says how much memory a run takes where that is much', () => {
    const said = (bufferSize: string): string[] =>
      shown(opened('dqn', 'pixel-pong', { steps: 100, settings: { network: 'nature-cnn', bufferSize } }))
        .said;
    expect(said('100000').join('\n')).toMatch(/memory: about \d+ MB \(the replay buffer 706 MB, /);
    written = '';
    expect(said('1000').join('\n')).not.toContain('memory:');
  });

  it('goes by the end of the algorithm where that comes before the one that was asked for', () => {
    const { said, last } = shown(
      opened('alphago', 'go9', { steps: 100_000, settings: { sgf: 'games', policySteps: '1599' } }),
      metrics(4000, { policyLoss: 2 }),
    );
    expect(said[1]).toContain('8,000 steps,');
    expect(last).toMatch(/^run: 50 %, step 4,000 of 8,000, /);
  });
});

/** Searches as runs: trials are trainings that can be repeated, and a search goes on as if it had never stopped. */
import { AgonError } from '@agon/core';
import { numLearned } from '@agon/nets';
import type { DataTask, TrainEvent, TrainOptions, Trainer, TrialRow } from '@agon/learning';
import { checkpoints, collect, metric, readBack, timeless } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../testing/tinyDigits.js';
import { classifier } from '../vision/classifierTrainer.js';
import { networkFor } from '../vision/classifier/classifierNetwork.js';
import { searchedBy, searchOf } from './searchTrainer.js';
import { trials, type TrialWork } from './trial.js';

const files = tinyDigits();
const place = { trainer: () => classifier as Trainer };
const search = searchOf<DataTask>(classifier, place);

const SPACE = 'conv3x2s2|conv5x3s2|conv3x3s2/max|average|none/dense4|dense6|dense8|none';
const SETTINGS = { space: SPACE, budget: 9, batchSize: 8, learningRate: 0.01, parallel: 3 };

const options = (more: Partial<TrainOptions<DataTask>> = {}): TrainOptions<DataTask> => ({
  ...{ data: 'mnist', seed: 1, steps: 40, workers: 0, checkpointEvery: 1000, files },
  settings: SETTINGS,
  ...more,
});

const rows = (events: readonly TrainEvent[]): TrialRow[] =>
  events.flatMap((event) => (event.kind === 'trial' ? [event.row] : []));

/** Trainings of a network by themselves. */
async function alone(network: string, steps: number): Promise<TrainEvent[]> {
  const settings = { batchSize: 8, learningRate: 0.01, network };
  return collect(
    classifier.train({ data: 'mnist', settings, seed: 1, steps, workers: 0, checkpointEvery: 1e9, files }),
  );
}

describe('a search', () => {
  it('makes trials that are the trainings of their networks, and keeps the weights of the best', async () => {
    const events = await collect(search.train(options()));
    const all = rows(events);
    expect(all.length).toBeGreaterThan(9);
    expect(all.map(({ trial }) => trial)).toEqual(all.map((_, i) => i + 1));
    expect(new Set(all.map(({ updates }) => updates))).toEqual(new Set([1, 3, 9]));
    const spent = all.reduce((sum, { updates }) => sum + updates, 0);
    const last = checkpoints(events).at(-1)!;
    expect(last.step).toBe(spent);
    expect(spent).toBeGreaterThanOrEqual(40);
    expect(spent).toBeLessThan(40 + 3 * 9);
    const best = all.findLast(({ isBest }) => isBest)!;
    const longest = all.filter(({ updates }) => updates === best.updates);
    expect(Math.max(...all.map(({ updates }) => updates))).toBe(best.updates);
    expect(best.score).toBe(Math.max(...longest.map(({ score }) => score ?? -1)));
    expect(metric(events, 'bestScore').at(-1)).toBe(best.score);
    for (const row of [all[0], best]) {
      const repeated = await alone(row.network, row.updates);
      expect(metric(repeated, 'validationAccuracy').at(-1)).toBe(row.score);
      if (row === best) expect(checkpoints(repeated).at(-1)!.weights).toEqual(last.weights);
    }
    const network = networkFor(best.network, { shape: [28, 28, 1], classes: [...'0123456789'] });
    expect(best.parameters).toBe(numLearned(network));
  });

  it('goes on from each of its states as if it had never stopped, also to a later end', async () => {
    const whole = await collect(search.train(options({ seed: 2, steps: 12 })));
    const states = checkpoints(whole);
    expect(states.length).toBe(rows(whole).length);
    for (const at of [2, states.length - 2]) {
      const resume = readBack(states.slice(0, at + 1));
      const rest = await collect(search.train(options({ seed: 2, steps: 12, resume })));
      const tail = whole.slice(whole.indexOf(states[at]) + 1).map(timeless);
      expect(rest.slice(1).map(timeless)).toEqual(tail);
    }
    const later = await collect(search.train(options({ seed: 2, steps: 28, resume: readBack(states) })));
    const longer = await collect(search.train(options({ seed: 2, steps: 28, resume: readBack(checkpoints(later).slice(0, 2)) }))); // prettier-ignore
    expect(rows(later).length).toBeGreaterThan(2);
    expect(longer.slice(1).map(timeless)).toEqual(later.slice(later.indexOf(checkpoints(later)[1]) + 1).map(timeless)); // prettier-ignore
  });

  it('refuses a state of another search', async () => {
    const whole = await collect(search.train(options({ steps: 3 })));
    const resume = readBack(checkpoints(whole));
    await expect(collect(search.train(options({ seed: 5, steps: 9, resume })))).rejects.toThrow(
      /state is of another search: it has tried blocks/,
    );
  });

  it('ends where every network of its space was tried', async () => {
    const settings = { ...SETTINGS, method: 'random', space: 'conv3x2s2/dense4|dense6', budget: 2 };
    const events = await collect(search.train(options({ settings, steps: 1000 })));
    expect(
      rows(events)
        .map(({ network }) => network)
        .sort(),
    ).toEqual(['blocks:layers=conv3x2s2/dense4', 'blocks:layers=conv3x2s2/dense6']);
  });

  it('stops in the middle of a trial and knows nothing of that one', async () => {
    const stopping = new AbortController();
    const settings = { ...SETTINGS, method: 'random', budget: 3 };
    const events = await collect(search.train(options({ settings, signal: stopping.signal })), (event) => {
      if (event.kind === 'trial' && event.row.trial === 2) stopping.abort();
    });
    expect(rows(events)).toHaveLength(2);
    expect(checkpoints(events).at(-1)!.step).toBe(6);
  });

  it('counts a network that diverges as the worst, and goes on', async () => {
    const settings = { ...SETTINGS, method: 'random', budget: 6, optimiser: 'sgd', learningRate: 1e9 };
    const events = await collect(search.train(options({ settings, steps: 12 })));
    expect(rows(events).map(({ score, isBest }) => ({ score, isBest }))).toEqual([
      { score: null, isBest: false },
      { score: null, isBest: false },
    ]);
  });
});

describe('what cannot be searched', () => {
  const check = (settings: Record<string, unknown>) =>
    search.check({ data: 'mnist', settings: { ...SETTINGS, ...settings }, workers: 0 });

  it.each([
    [{ space: 'conv3x2/lstm2/max' }, /"max" could follow "lstm2"/],
    [{ space: 'cnov3x2' }, /unknown block "cnov"; did you mean "conv"/],
    [{ method: 'annealing' }, /"method" must be .*asha/],
    [{ least: 10 }, /least must not be above budget \(9\), got 10/],
    [{ budget: 0 }, /budget/],
    [{ network: 'lenet' }, /there is no setting "network"/],
    [{ batchSise: 8 }, /did you mean "batchSize"/],
  ])('%j is refused in words', (settings, message) => {
    expect(() => check(settings)).toThrow(message);
    expect(() => check(settings)).toThrow(AgonError);
  });

  it('networks of what plays board games, or has none', () => {
    const game = { ...classifier, id: 'zero', task: { kind: 'game' } } as unknown as Trainer;
    expect(() => searchOf(game, place)).toThrow(/no search for networks of zero: .*board game/);
    expect(() => searchOf(search as unknown as Trainer, place)).toThrow(/no setting "network"/);
  });
});

it('has an id that says what it searches for', () => {
  expect(search.id).toBe('classifier-search');
  expect(searchedBy(search.id)).toBe('classifier');
  expect(searchedBy('classifier')).toBeUndefined();
  const set = search.settingsWith({ ...SETTINGS }, 'blocks:layers=conv3x2');
  expect(set).toEqual({ batchSize: 8, learningRate: 0.01, network: 'blocks:layers=conv3x2' });
});

describe('trials in this thread', () => {
  it('have plain data in and out', async () => {
    const setup: TrialWork['setup'] = { trainer: 'classifier', data: 'mnist', settings: { batchSize: 8 }, seed: 1, score: 'validationAccuracy' }; // prettier-ignore
    const session = await trials({ ...place, files }).open(setup);
    const hooks = { signal: new AbortController().signal };
    const job = { network: 'blocks:layers=conv3x2s2', updates: 2 };
    const result = await session.run(job, null, hooks);
    expect(structuredClone(result)).toStrictEqual(result);
    expect(result!.score).toBeGreaterThanOrEqual(0);
    expect(await session.run(job, null, { signal: AbortSignal.abort() })).toBeUndefined();
  });
});

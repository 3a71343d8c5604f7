/**
 * `agon search ID`: the search for a network, as a trainer. It is made of the trainer whose networks it compares, so that everything that
 * takes a trainer (runs that go on, live curves, checks before a start) takes a search.
 */
import { AgonError, parseSettings, type Json } from '@agon/core';
import {
  drive,
  type Task,
  type Trainer,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import * as v from 'valibot';
import { searchMetrics, type SearchMetric } from './metrics.js';
import { SearchRun } from './searchRun.js';
import { searchEntries, splitSettings, trainerEntries, type SearchSettings } from './settings.js';
import type { Space } from './space.js';
import { findSpace } from './spaces.js';
import type { TrialPlace, TrialWork } from './trial.js';
import { TrialJobs } from './trialJobs.js';

/** A search for the networks of a trainer. */
export interface SearchTrainer<T extends Task = Task> extends Trainer<T> {
  /** The id of the trainer. */
  readonly searches: string;
  /** The trainer's settings with a network that was found. */
  settingsWith(settings: Readonly<Record<string, Json>>, network: string): Record<string, Json>;
}

/** The end of the id of a search. */
const ENDING = '-search';

/** The id of the trainer that a search compares the networks of; undefined where the id is not that of a search. */
export const searchedBy = (id: string): string | undefined =>
  id.endsWith(ENDING) ? id.slice(0, -ENDING.length) : undefined;

/** The id of the search for a trainer's networks. */
export const searchId = (id: string): string => id + ENDING;

/** What networks are compared by, and what a search is like where nobody says, by what is learned from. */
const DEFAULTS = {
  data: { score: 'validationAccuracy', unit: 'share', space: 'cells', budget: 450 },
  env: { score: 'return', unit: 'reward', space: 'arcade', budget: 20_000 },
} as const;

/** Spaces for trainers whose networks read something else than what the others of their kind of task read. */
const SPACE_OF: Readonly<Record<string, string>> = { 'text-classifier': 'texts' };

/** @throws unsupported for a trainer whose networks cannot be compared */
function defaultsFor({ id, task, metrics, schema }: Trainer): (typeof DEFAULTS)['data' | 'env'] {
  const refuse = (why: string): AgonError =>
    new AgonError(
      'unsupported',
      `there is no search for networks of ${id}: ${why}. Search for those of classifier or text-classifier, or of a learner of single-player environments such as dqn.`,
    );
  if (task.kind === 'game') throw refuse('how well one plays a board game is no number of its training');
  if (!Object.hasOwn(schema.entries, 'network')) throw refuse('it has no setting "network"');
  const defaults = DEFAULTS[task.kind];
  if (!Object.hasOwn(metrics, defaults.score)) throw refuse(`it does not measure "${defaults.score}"`);
  return defaults;
}

/** The subject of a plan: one of the two. */
const subjectOf = (plan: object): { env?: string; data?: string } => {
  const { env, data } = plan as { env?: string; data?: string };
  return env === undefined ? { data } : { env };
};

/**
 * The search for a trainer's networks.
 * @param place what trials need where they are made in this thread
 * @throws unsupported where its networks cannot be compared
 */
export function searchOf<T extends Task>(
  trainer: Trainer<T>,
  place: Pick<TrialPlace, 'trainer'>,
): SearchTrainer<T> {
  const { score, unit, space, budget } = defaultsFor(trainer as unknown as Trainer);
  const spaceName = SPACE_OF[trainer.id] ?? space;
  const id = searchId(trainer.id);
  const schema = v.strictObject({ ...searchEntries(spaceName, budget), ...trainerEntries(trainer.schema) });

  const read = (settings: Readonly<Record<string, unknown>>) => {
    const { search, trainer: rest } = splitSettings(parseSettings(schema, settings, `algorithm "${id}"`));
    const own = search as SearchSettings;
    return { own, rest: rest as Record<string, Json>, space: findSpace(own.space) };
  };

  /** The plan of a trial. */
  const trialPlan = (plan: TrainPlan<T>, space: Space, rest: Record<string, Json>): TrainPlan<T> => ({
    ...plan,
    settings: parseSettings(
      trainer.schema,
      { ...rest, network: space.network(space.at(0)) },
      `algorithm "${trainer.id}"`,
    ),
    workers: 0,
  });

  function check(plan: TrainPlan<T>): void {
    const { own, rest, space } = read(plan.settings);
    if (own.least > own.budget)
      throw new AgonError('bad-option', `least must not be above budget (${own.budget}), got ${own.least}.`);
    trainer.check(trialPlan(plan, space, rest));
  }

  async function* train(options: TrainOptions<T>): AsyncGenerator<TrainEvent<SearchMetric>, void> {
    check(options);
    const { own, rest, space } = read(options.settings);
    const { seed, steps = Infinity, workers, spawnWorker, signal, files } = options;
    if (!files && trainer.task.kind === 'data')
      throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
    const setup: TrialWork['setup'] = {
      trainer: trainer.id,
      ...subjectOf(options),
      settings: rest,
      seed,
      score,
    };
    const jobs = await TrialJobs.open(setup, { ...place, files, workers, spawn: spawnWorker, signal });
    yield* drive(new SearchRun({ space, settings: own, seed, steps, jobs }), options);
  }

  const presets = Object.entries(trainer.presets).map(([name, { network: _network, ...changes }]) => [
    name,
    changes,
  ]);
  return {
    id,
    searches: trainer.id,
    title: `Search for a network: ${trainer.title}`,
    paper:
      'Li et al. 2020 (ASHA); Real et al. 2019 (regularised evolution); Li & Talwalkar 2019 (random search)',
    task: trainer.task,
    schema,
    presets: Object.fromEntries(presets) as Record<string, Record<string, unknown>>,
    takesWorkers: true,
    metrics: searchMetrics(unit),
    headline: ['bestScore', 'trialScore', 'trialUpdates', 'trials'],
    check,
    memory(plan) {
      const { rest, space } = read(plan.settings);
      return trainer.memory(trialPlan(plan, space, rest));
    },
    train,
    settingsWith: (settings, network) =>
      ({ ...splitSettings(settings).trainer, network }) as Record<string, Json>,
  };
}

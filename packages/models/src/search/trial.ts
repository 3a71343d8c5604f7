/**
 * A trial: one network, trained as `agon train` trains it, for a number of updates (steps of an agent), and what it has come to. It is
 * plain data in and out, so that it can be made in any thread. Each trial begins anew, with a schedule of its own length, as those of
 * NAS-Bench-101 do (Ying et al. 2019): what a network comes to in 450 updates can be repeated by one command.
 */
import { AgonError, type Json } from '@agon/core';
import type { FileStore, JobHandler, PlainWork, Trainer, TrainOptions } from '@agon/learning';

/** Trials in a pool. */
export type TrialWork = PlainWork<{
  setup: {
    /** The id of what trains. */
    trainer: string;
    /** What it learns from, one of the two. */
    env?: string;
    data?: string;
    /** Its settings but for the network. */
    settings: { [key: string]: Json };
    seed: number;
    /** The metric that networks are compared by; the larger the better. */
    score: string;
  };
  common: null;
  job: { network: string; updates: number };
  result: {
    /** Null where the network diverged. */
    score: number | null;
    /** Values that are learned. */
    parameters: number;
    /** safetensors bytes */
    weights: Uint8Array;
  };
  progress: null;
}>;

/** What trials need of the place where they are made. */
export interface TrialPlace {
  /** Finds what trains. */
  trainer(id: string): Trainer;
  /** Where datasets are read from; undefined where there are none to read. */
  files: FileStore | undefined;
}

/** Trials for a pool. */
export function trials({ trainer, files }: TrialPlace): JobHandler<TrialWork> {
  return {
    name: 'trials',
    async open(setup) {
      const chosen = trainer(setup.trainer);
      return {
        run: ({ network, updates }, _common, { signal }) =>
          makeTrial(chosen, setup, network, updates, files, signal),
        close: async () => undefined,
      };
    },
  };
}

/**
 * @returns undefined where the signal was aborted
 * @throws what the training throws, but for a network that diverged; bad-option where nothing was measured in so few updates
 */
async function makeTrial(
  trainer: Trainer,
  { env, data, settings, seed, score: metric }: TrialWork['setup'],
  network: string,
  updates: number,
  files: FileStore | undefined,
  signal: AbortSignal,
): Promise<TrialWork['result'] | undefined> {
  const result: TrialWork['result'] = { score: null, parameters: 0, weights: new Uint8Array() };
  const options = {
    ...(env === undefined ? { data } : { env }),
    ...{ settings: { ...settings, network }, seed, steps: updates, workers: 0, files, signal },
    checkpointEvery: Infinity,
  } as unknown as TrainOptions;
  try {
    for await (const event of trainer.train(options)) {
      if (event.kind === 'start') result.parameters = Number(event.info.parameters);
      else if (event.kind === 'metrics') result.score = event.values[metric] ?? result.score;
      else if (event.kind === 'checkpoint') result.weights = event.weights;
    }
  } catch (error) {
    if (!(error instanceof AgonError) || error.code !== 'not-finite') throw error;
    return { ...result, score: null };
  }
  if (signal.aborted) return undefined;
  if (result.score === null)
    throw new AgonError(
      'bad-option',
      `a trial of ${updates} steps ended before "${metric}" was measured: set a larger budget, or least.`,
    );
  return result;
}

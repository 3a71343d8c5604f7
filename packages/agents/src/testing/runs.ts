/** For tests of algorithms: what a run recorded and what it trained. */
import type { AgentCheckpoint, Episode, TrainEvent, TrainOptions } from '@agon/learning';
import { collect, lastCheckpoint } from '@agon/learning/testing';
import type { Analysis } from '../agent.js';
import type { Algorithm } from '../algorithm.js';

/** The recorded episodes among events. */
export const episodesOf = (events: readonly TrainEvent[]): Episode<Analysis>[] =>
  events.flatMap((event) => (event.kind === 'episode' ? [event.episode as Episode<Analysis>] : []));

/** Trains to the end: what `loadAgent` takes. */
export async function trained(algorithm: Algorithm, options: TrainOptions): Promise<AgentCheckpoint> {
  const { step, weights } = lastCheckpoint(await collect(algorithm.train(options)));
  const { env } = options;
  const settings = options.settings as AgentCheckpoint['settings'];
  return { algorithm: algorithm.id, env, settings, step, weights };
}

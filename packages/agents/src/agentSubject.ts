/** The network of a trained agent as it can be looked into. */
import { Parameters, type TensorMap } from '@agon/engine';
import { observationSize, type Env, type Game } from '@agon/envs';
import type { TrainedSubject } from '@agon/learning';
import { batchOf, type Network } from '@agon/nets';
import { environmentSituation, gameSituation, type Situation } from './agent.js';
import { writerOf } from './board/shownGame.js';

/** With what the network is shown. */
export interface AgentSubject extends TrainedSubject {
  /** Writes what the network is shown of a situation. @param out as many values as its input has */
  show(situation: Situation, out: Float32Array): void;
}

/** The name of the input of all networks that play. */
const OBSERVATION = 'observation';

/** A network that is shown an environment's observations as they are. @param fn of a batch of one */
export const environmentSubject = (
  { observation, id }: Env,
  parameters: Parameters,
  fn: TrainedSubject['fn'],
  inputs: TrainedSubject['inputs'],
  names: TrainedSubject['names'],
): AgentSubject => ({
  fn,
  // Observations of bytes may lie between two bytes here.
  inputs: { ...inputs, [OBSERVATION]: { shape: [1, ...observation.shape] } },
  parameters,
  input: OBSERVATION,
  names,
  show(situation, out) {
    out.set(environmentSituation(situation, id).observation.subarray(0, observationSize(observation)));
  },
});

/** A network that is shown positions of a game. @param game as the network is shown it */
export function gameSubject(game: Game, network: Network, parameters: Parameters): AgentSubject {
  const write = writerOf(game);
  const start = game.newInitialState();
  const moves = Array.from({ length: game.numActions }, (_, action) => start.actionToString(action));
  return {
    fn: (inputs: TensorMap, values: TensorMap) => network.apply(inputs, values),
    inputs: batchOf(network, 1),
    parameters,
    input: OBSERVATION,
    names: { policy: moves, value: ['value'] },
    show: (situation, out) => write(gameSituation(situation, game.id).state, out),
  };
}

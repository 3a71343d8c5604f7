/** A network that reads Go's feature planes as a search's evaluator. */
import type { Parameters } from '@agon/engine';
import type { Go } from '@agon/envs';
import type { Network } from '@agon/nets';
import { NetworkEvaluator } from '../board/networkEvaluator.js';
import { withGoPlanes } from '../go/planes.js';

/** An evaluator of up to `capacity` positions at once whose answers are means over `symmetries` (1..8) views of the board. */
export function planesEvaluator(
  game: Go,
  network: Network,
  parameters: Parameters,
  capacity: number,
  symmetries = 1,
): NetworkEvaluator {
  return new NetworkEvaluator(withGoPlanes(game), network, parameters, capacity, symmetries);
}

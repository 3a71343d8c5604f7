/** `agon search`: searches for the network that a trainer learns best with. */
import { searchFor } from '@agon/runs';
import { readTrials } from '@agon/runs/node';
import { print } from '../output.js';
import { RUNS_DIR } from '../places.js';
import { trialsTable } from '../trialsText.js';
import { train, type TrainFlags } from './train.js';

/**
 * Searches until the end of the run or the first Ctrl-C, or only tells what it would do (`settings`, `dryRun`).
 * @throws unknown-algorithm with the near name; unsupported for one that has no networks to compare; as `train`
 */
export async function search(id: string, flags: TrainFlags): Promise<void> {
  const chosen = searchFor(id);
  const outcome = await train(chosen.id, flags);
  if (!outcome || flags.json || flags.jsonl) return;
  print(trialsTable(chosen, readTrials(RUNS_DIR, outcome.name)));
}

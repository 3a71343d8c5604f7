/** A trained classifier under attack. */
import { AgonError, RandomStream } from '@agon/core';
import { openPictures } from '@agon/data';
import { readCheckpoint, type CheckpointSource, type DataCheckpoint, type FileStore } from '@agon/learning';
import type { AttackScore, MeasuredData } from '../../dataTrainer.js';
import { loadClassifier } from '../classifier/classifierModel.js';
import { requireSame } from '../classifier/evaluate.js';
import { accuracyUnderAttack } from './accuracyUnderAttack.js';
import type { Attacked, AttackedPictures } from './attacks.js';
import { parseAttack } from './registry.js';
import { classifierTarget } from './classifierTarget.js';
import type { AttackTarget } from './target.js';

/** Pictures at a time. */
const BATCH = 100;

/**
 * Attacks a trained classifier: "pgd:epsilon=0.3,steps=100,restarts=10".
 * @throws bad-option for an attack that there is none of; what opening models and data throws
 */
export async function attackClassifier(
  spec: string,
  checkpoint: DataCheckpoint,
  on: MeasuredData,
  files: FileStore,
  checkpoints: CheckpointSource,
): Promise<AttackScore> {
  const attack = parseAttack(spec);
  const data = await openPictures(on.data, files);
  const split = data.splits[on.split];
  const n = Math.min(split.size, attack.pictures);
  // Batches of one size, so that no picture is left out but for a remainder of fewer than there are batches.
  const batch = Math.floor(n / Math.ceil(n / BATCH));
  const other = attack.from === '' ? undefined : await otherModel(attack.from, checkpoints);
  const open = (from: DataCheckpoint): Promise<AttackTarget> => {
    const { network, preprocessing, parameters } = loadClassifier(from);
    requireSame(preprocessing, data);
    return classifierTarget(network, preprocessing, parameters, batch);
  };
  const target = await open(checkpoint);
  let source = target;
  try {
    if (other) source = await open(other);
    const means = { source, shape: data.shape, rng: new RandomStream(`attack ${attack.seed}`) };
    const clean = await accuracyUnderAttack(target, split, n, async ({ pictures, labels }) => ({
      pictures,
      isFooled: await target.isWrong(pictures, labels),
    }));
    const accuracy = await accuracyUnderAttack(target, split, n, async (shown) => {
      const found = await attack.run(shown, means);
      return other ? judged(target, shown, found.pictures) : found;
    });
    return { attack: attack.spec, n: batch * Math.floor(n / batch), clean, accuracy };
  } finally {
    await target.dispose();
    if (source !== target) await source.dispose();
  }
}

/** Which pictures fool the target, changed or as they are. */
async function judged(
  target: AttackTarget,
  { pictures, labels }: AttackedPictures,
  changed: Float32Array,
): Promise<Attacked> {
  const isFooled = await target.isWrong(pictures, labels);
  const alsoChanged = await target.isWrong(changed, labels);
  return { pictures: changed, isFooled: isFooled.map((wrong, row) => wrong | alsoChanged[row]) };
}

async function otherModel(path: string, checkpoints: CheckpointSource): Promise<DataCheckpoint> {
  const other = await readCheckpoint(path, checkpoints);
  if (other.data !== undefined) return other;
  throw new AgonError(
    'unsupported',
    `"${path}" plays; an attack comes from a classifier of the same pictures.`,
  );
}

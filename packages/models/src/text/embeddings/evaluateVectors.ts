/** Trained embeddings, measured on what is known of words. */
import { AgonError } from '@agon/core';
import { brownTags, describeDataset, Nouns, openAnalogies, parseDataSpec } from '@agon/data';
import type { DataCheckpoint, FileStore } from '@agon/learning';
import type { MeasuredData, ModelScore, Share } from '../../dataTrainer.js';
import { analogyShares, summed } from './analogies.js';
import { sameKind } from './neighbours.js';
import { WordVectors } from './wordVectors.js';

/**
 * On analogies: the share of each section that is answered. On WordNet: how often near words are of one field, of those that are nouns only; on Brown: of one part of
 * speech; on both joined: both.
 * @throws bad-option for other data; what opening the data throws; bad-checkpoint
 */
export async function evaluateVectors(
  { weights }: DataCheckpoint,
  { data }: MeasuredData,
  files: FileStore,
): Promise<ModelScore> {
  const vectors = WordVectors.load(weights);
  const { kind, id } = describeDataset(data);
  if (kind === 'analogies') {
    const { splits } = await openAnalogies(data, files);
    const shares = summed(analogyShares(vectors, splits.test));
    const { n, share: accuracy } = shares[shares.length - 1];
    return { n, accuracy, shares };
  }
  const { of = 'brown/wordnet' } = parseDataSpec(data).options;
  const corpora = id === 'joined' ? String(of).split('/') : [id];
  const shares: Share[] = [];
  if (corpora.includes('wordnet')) {
    const nouns = await Nouns.read(files);
    shares.push(
      sameKind(vectors, 'neighbours of one noun field', (word) =>
        nouns.isOnlyNoun(word) ? nouns.fieldOf(word) : undefined,
      ),
    );
  }
  if (corpora.includes('brown')) {
    const tags = await brownTags(files);
    shares.push(sameKind(vectors, 'neighbours of one part of speech', (word) => tags.get(word)));
  }
  if (shares.length > 0) return { n: shares[0].n, shares };
  throw new AgonError(
    'bad-option',
    `embeddings are measured on questions-words, analogies:PATH, wordnet or brown, not on "${id}": --data wordnet.`,
  );
}

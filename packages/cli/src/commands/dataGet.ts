/** `agon data get`: fetches a dataset. */
import { AgonError, formatBytes } from '@agon/core';
import { describeDataset } from '@agon/data';
import { dataFolder, fetchDataset } from '@agon/data/node';
import { listenForInterrupts } from '../interrupt.js';
import { printJson, say } from '../output.js';
import { join } from 'node:path';
import type { JsonFlag } from '../commonFlags.js';

/**
 * Fetches a dataset into the cache, unless it is there and whole.
 * @throws not-found with what to do; unsupported where there is nothing to fetch; interrupted
 */
export async function dataGet(dataset: string, { json }: JsonFlag): Promise<void> {
  const { id, bytes, licence, source } = describeDataset(dataset);
  const path = join(dataFolder(), id);
  const { signal, release } = listenForInterrupts(say, 'stopping …');
  let fetched: boolean;
  try {
    fetched = await fetchDataset(id, { signal, say: (text) => say(`${id}: ${text} …`) });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new AgonError('interrupted', `Interrupted; nothing of "${id}" is kept.`, { cause: error });
  } finally {
    release();
  }
  if (json) return printJson({ id, path, fetched, licence, source });
  say(
    fetched ? `${id} is in ${path} (${formatBytes(bytes)} fetched).` : `${id} is already in ${path}, whole.`,
  );
  say(`Licence: ${licence}. Source: ${source}.`);
}

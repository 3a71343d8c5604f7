/** Many small files of a dataset, kept as one: a line of JSON each. */
import { parseJson } from '@agon/core';
import type { FileStore } from '@agon/learning';
import * as v from 'valibot';
import { readText } from './readText.js';

export const DOCUMENTS = 'documents.jsonl';

const schema = v.object({ name: v.string(), text: v.string() });
/** A file: its name, and what it says. */
export type Document = v.InferOutput<typeof schema>;

/** @throws not-found; bad-file where a line is damaged */
export async function readDocuments(files: FileStore, dataset: string): Promise<Document[]> {
  const text = readText(await files.read({ dataset }, DOCUMENTS), DOCUMENTS);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => parseJson(schema, line, `${dataset}/${DOCUMENTS}, line ${i + 1}`));
}

/** Makes one file of the many of a package, in the order of their names. */
import type { Got } from './holders.node.js';
import { DOCUMENTS, type Document } from '../text/documents.js';
import { readText } from '../text/readText.js';

/** @throws bad-file where a file is no UTF-8 text */
export async function joinDocuments(got: Got): Promise<Got> {
  const names = [...got.keys()].sort();
  const lines = names.map((name) => {
    const document: Document = { name, text: readText(got.get(name) ?? new Uint8Array(), name) };
    return `${JSON.stringify(document)}\n`;
  });
  return new Map([[DOCUMENTS, new TextEncoder().encode(lines.join(''))]]);
}

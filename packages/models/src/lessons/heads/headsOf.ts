/** What there is to see of the text that a reader has. */
import type { Heads } from '../figure.js';
import type { TransformerReader } from '../transformer/transformerReader.js';

/** @param reader of one row @param tokens as they are written */
export async function headsOf(reader: TransformerReader, tokens: readonly string[]): Promise<Heads> {
  const { attention, queries, keys } = await reader.look();
  const { layers, heads } = reader.looking;
  return {
    kind: 'heads',
    title: 'Each token (down) and those that it looks at (across)',
    ...{ tokens, layers, heads },
    attention: attention.slice(),
    queries: queries.slice(),
    keys: keys.slice(),
  };
}

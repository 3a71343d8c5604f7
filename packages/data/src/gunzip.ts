/** Unpacks gzip in Node and in a page. */
import { AgonError } from '@agon/core';

const MAGIC = [0x1f, 0x8b];

/** Whether bytes begin as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * @param what the file, as it reads in an error
 * @param most bytes that it may have, unpacked
 * @throws bad-file where it is damaged or larger
 */
export async function gunzip(packed: Uint8Array, what: string, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'));
    const reader = stream.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > most) break;
      chunks.push(read.value);
    }
    if (length > most) await reader.cancel();
  } catch (cause) {
    throw new AgonError('bad-file', `${what} cannot be unpacked: it is damaged.`, { cause });
  }
  if (length > most)
    throw new AgonError('bad-file', `${what} is too large: unpacked more than ${most} bytes.`);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

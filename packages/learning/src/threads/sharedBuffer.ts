/** Memory that threads can share. */

/** So many bytes, all 0; plain memory, which is copied when posted, in pages that are not isolated. */
export function sharedBuffer(bytes: number): ArrayBuffer {
  return (typeof SharedArrayBuffer === 'undefined'
    ? new ArrayBuffer(bytes)
    : new SharedArrayBuffer(bytes)) as unknown as ArrayBuffer;
}

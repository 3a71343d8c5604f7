/** Memory that threads can share; plain memory (copied when posted) in pages that are not isolated. */
export function sharedBuffer(bytes: number): ArrayBuffer {
  return (typeof SharedArrayBuffer === 'undefined'
    ? new ArrayBuffer(bytes)
    : new SharedArrayBuffer(bytes)) as unknown as ArrayBuffer;
}

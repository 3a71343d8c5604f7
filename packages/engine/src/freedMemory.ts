/**
 * What becomes of memory that is freed. ONNX Runtime's binding for Node returns the outputs of every run in new arrays, also where
 * they were written into ours: megabytes a step, the gradients of larger layers.
 */

/** glibc takes arrays of this many bytes and more from the kernel, until it has seen a larger one freed. */
const SMALLEST_FROM_KERNEL = 128 * 1024;

/** glibc follows releases of up to 32 MiB, its own header included. */
const LARGEST_FOLLOWED = 31 * 2 ** 20;

let isKept = false;

/**
 * Has the process keep freed memory for its next arrays. Those of 128 kB and more glibc takes from the kernel and gives back each
 * time, and each of their pages costs a fault when it is first written: a third of the time of a step on 131,000 weights. glibc
 * raises that limit to the largest array that it has seen freed (mallopt(3), M_MMAP_THRESHOLD), and the free memory that it keeps
 * to twice that, so here is one: never written, hence never real, and gone with the next collection.
 * Once in a thread; on Linux only, and without effect where another C library than glibc is.
 */
export function keepFreedMemory(): void {
  const { process } = globalThis as { process?: { platform?: string } };
  if (isKept || process?.platform !== 'linux') return;
  isKept = true;
  void new ArrayBuffer(LARGEST_FOLLOWED);
}

/**
 * Frees a large array that nobody reads any more, now instead of at a collection, where JavaScript can (not in Node 20). V8 collects
 * such arrays when they have come to twice its largest semi-space: 32 MB up to Node 22, 128 MB in 24, 64 MB in 26. glibc keeps 62 MB
 * of them, so that newer Nodes gave memory back and faulted it in again: 40 to 130 pages of the 512 of a step's gradients. Measured
 * on 1,024 × 512 weights: none, 70 MB less memory and 20 % less time with Node 24 and 26.
 */
export function freeAtOnce({ buffer }: ArrayBufferView): void {
  if (buffer.byteLength < SMALLEST_FROM_KERNEL) return;
  (buffer as { transfer?: (bytes: number) => unknown }).transfer?.(0);
}

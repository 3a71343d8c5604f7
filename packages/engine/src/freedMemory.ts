/** What glibc does with memory that is freed. */

/** glibc follows releases of up to 32 MiB, its own header included. */
const LARGEST_FOLLOWED = 31 * 2 ** 20;

let isKept = false;

/**
 * Has the process keep freed memory for its next arrays. ONNX Runtime's binding for Node returns the outputs of every run in new
 * arrays, also where they were written into ours. Those of 128 kB and more, the gradients of larger layers, glibc takes from the
 * kernel and gives back each time, and each of their pages costs a fault when it is first written: a third of the time of a step on
 * 131,000 weights. glibc raises that limit to the largest array that it has seen freed (mallopt(3), M_MMAP_THRESHOLD), and the
 * free memory that it keeps to twice that, so here is one: never written, hence never real, and gone with the next collection.
 * Once in a thread; on Linux only, and without effect where another C library than glibc is.
 */
export function keepFreedMemory(): void {
  const { process } = globalThis as { process?: { platform?: string } };
  if (isKept || process?.platform !== 'linux') return;
  isKept = true;
  void new ArrayBuffer(LARGEST_FOLLOWED);
}

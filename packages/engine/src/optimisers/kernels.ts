/** The SIMD module behind parameters and optimisers: flat vectors in one WebAssembly memory, and passes over them. */
import { KERNEL_BASE64 } from './kernelBytes.js';

/** A vector's byte address in the memory. */
export type Address = number;

/** The passes of kernels.wat. Pointers first, then the vectors' length in bytes (a multiple of 16), then float32 numbers. */
export interface Kernels {
  sumOfSquares(g: Address, bytes: number): number;
  adam(
    p: Address, g: Address, m: Address, v: Address, bytes: number,
    scale: number, decay: number, keep: number, beta1: number, rest1: number, beta2: number, rest2: number,
    step: number, root: number, epsilon: number,
  ): void; // prettier-ignore
  rmsprop(
    p: Address, g: Address, s: Address, a: Address, b: Address, bytes: number,
    scale: number, weightDecay: number, decay: number, rest: number, centred: number,
    momentum: number, rate: number, inside: number, outside: number,
  ): void; // prettier-ignore
  sgd(
    p: Address, g: Address, b: Address, bytes: number,
    scale: number, decay: number, momentum: number, rest: number, rate: number, ahead: number, follow: number,
  ): void; // prettier-ignore
}

const PAGE_BYTES = 65536;
/** Where the first vector lies; and the space between two, so that they do not fall on the same cache lines. */
const START = 64;
const GAP = 256;

let compiled: WebAssembly.Module | undefined;

function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (letter) => letter.charCodeAt(0)));
  return compiled;
}

/**
 * `count` zeroed vectors of `size` floats in one memory of their own. The memory never grows, so views stay valid;
 * pages that nobody writes cost address space only.
 */
export class VectorMemory {
  /** The length of every vector in bytes, padded to a multiple of 16. */
  readonly bytes: number;
  readonly kernels: Kernels;
  private readonly size: number;
  private readonly count: number;
  private readonly memory: WebAssembly.Memory;

  constructor(size: number, count: number) {
    this.size = size;
    this.count = count;
    this.bytes = Math.max(16, Math.ceil(size / 4) * 16);
    const pages = Math.ceil((START + count * (this.bytes + GAP)) / PAGE_BYTES);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const instance = new WebAssembly.Instance(kernelModule(), { agon: { memory: this.memory } });
    this.kernels = instance.exports as unknown as Kernels;
  }

  address(vector: number): Address {
    if (vector < 0 || vector >= this.count) throw new RangeError(`vector ${vector} of ${this.count}`);
    return START + vector * (this.bytes + GAP);
  }

  /** A view of `length` floats of a vector from element `start` on (all of it if not given). */
  view(vector: number, start = 0, length = this.size): Float32Array {
    return new Float32Array(this.memory.buffer, this.address(vector) + 4 * start, length);
  }
}

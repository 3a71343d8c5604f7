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
  /** bits: [rows, features] bytes, with 15 more that are read; w: [features, stride bytes]; out: [rows, stride bytes]; list: room for 4 · features bytes. */
  bitLayer(
    bits: Address, rows: number, features: number, w: Address, bias: Address, stride: number, out: Address,
    list: Address,
  ): void; // prettier-ignore
  /** Adds to g, [features, stride bytes], and gBias, [stride bytes], the gradients of `bitLayer`. */
  bitLayerGradient(
    bits: Address, rows: number, features: number, g: Address, gBias: Address, stride: number, dOut: Address,
    list: Address,
  ): void; // prettier-ignore
  /**
   * bits: [rows, height, width, planes] bytes; w: [kernelHeight, kernelWidth, planes, stride bytes]; out: [rows, height -
   * kernelHeight + 1, width - kernelWidth + 1, stride bytes]; list: as for `bitLayer`, for the bits that a window sees.
   */
  bitConvolution(
    bits: Address, rows: number, height: number, width: number, planes: number, kernelHeight: number, kernelWidth: number,
    w: Address, bias: Address, stride: number, out: Address, list: Address,
  ): void; // prettier-ignore
  /** Adds to g, as w, and gBias, [stride bytes], the gradients of `bitConvolution`. */
  bitConvolutionGradient(
    bits: Address, rows: number, height: number, width: number, planes: number, kernelHeight: number, kernelWidth: number,
    g: Address, gBias: Address, stride: number, dOut: Address, list: Address,
  ): void; // prettier-ignore
  /** a·b, of vectors of any length, as are those below. */
  dot(a: Address, b: Address, bytes: number): number;
  /** to += scale · from */
  addScaled(to: Address, from: Address, scale: number, bytes: number): void;
  /** step += scale · row, then row += scale · hidden */
  pull(step: Address, row: Address, hidden: Address, scale: number, bytes: number): void;
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
  /** Where the room that nobody has taken yet begins. */
  private free: Address;

  /** @param room bytes behind the vectors, for `take`; address space only, until they are written */
  constructor(size: number, count: number, room = 0) {
    this.size = size;
    this.count = count;
    this.bytes = Math.max(16, Math.ceil(size / 4) * 16);
    this.free = START + count * (this.bytes + GAP);
    const pages = Math.ceil((this.free + room) / PAGE_BYTES);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const instance = new WebAssembly.Instance(kernelModule(), { agon: { memory: this.memory } });
    this.kernels = instance.exports as unknown as Kernels;
  }

  /** Where a vector begins. @throws RangeError for a vector that there is not */
  address(vector: number): Address {
    if (vector < 0 || vector >= this.count) throw new RangeError(`vector ${vector} of ${this.count}`);
    return START + vector * (this.bytes + GAP);
  }

  /** Room beside the vectors, zeroed, for good; undefined where there is not so much. */
  take(bytes: number): Address | undefined {
    if (this.free + bytes > this.memory.buffer.byteLength) return undefined;
    const address = this.free;
    this.free += Math.ceil(bytes / 16) * 16;
    return address;
  }

  /** A view of room that was taken. */
  bytesAt(address: Address, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  /** A view of room that was taken. */
  floatsAt(address: Address, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  /** A view of `length` floats of a vector from element `start` on (all of it if not given). */
  view(vector: number, start = 0, length = this.size): Float32Array {
    return new Float32Array(this.memory.buffer, this.address(vector) + 4 * start, length);
  }
}

/** ONNX Runtime: native in Node, WebAssembly in a page or Web Worker (`#onnxruntime` in package.json chooses). */
import { AgonError, breath } from '@agon/core';
import type { InferenceSession, Tensor } from '#onnxruntime';
import type { Binding, Execution } from './execution.js';
import type { WinogradFrom } from './lowering/lowering.js';
import { freeAtOnce } from './freedMemory.js';
import { vectorBits } from './processor.js';
import { disableTelemetry } from './telemetry.js';

/** The face that all builds of ONNX Runtime share. */
export type Runtime = typeof import('#onnxruntime');

/** What ONNX Runtime needs to know in a page; Node needs none of it. */
export interface RuntimeOptions {
  /** The address of `ort-wasm-simd-threaded.wasm`, in a page (`onnxruntime-web/ort-wasm-simd-threaded.wasm?url` in Vite). */
  wasmUrl?: string;
  /** Threads of WebAssembly, in a page with cross-origin isolation; fixed at the first session. */
  wasmThreads?: number;
}

let configured: RuntimeOptions = {};
let loading: Promise<Runtime> | undefined;

/** Says where a page finds onnxruntime's WebAssembly. Call it before the first program; it does nothing in Node. */
export function configureRuntime(options: RuntimeOptions): void {
  configured = { ...configured, ...options };
}

/** Loads ONNX Runtime at first use. */
export function loadRuntime(): Promise<Runtime> {
  loading ??= (async () => {
    disableTelemetry();
    const module = (await import('#onnxruntime')) as Runtime & {
      default?: Runtime;
    };
    const runtime = module.default ?? module;
    runtime.env.logLevel = 'error';
    if (!isNative(runtime)) {
      runtime.env.wasm.numThreads = configured.wasmThreads ?? 1;
      if (configured.wasmUrl) runtime.env.wasm.wasmPaths = { wasm: configured.wasmUrl };
    }
    return runtime;
  })();
  return loading;
}

/** The native runtime reads inputs and writes outputs in our arrays; WebAssembly's copies both ways. */
function isNative(runtime: Runtime): boolean {
  return 'node' in runtime.env.versions;
}

interface SessionOptions {
  threads: number;
  device?: 'cpu' | 'webgpu';
}

/**
 * From where on 3×3 convolutions of a compiled inference are Winograd's; undefined for nowhere. Measured: WebAssembly 16 → 5 ms for
 * one position (13×64 on 9×9). Native with AVX2, four blocks on 9×9, for 8 positions: with 32 channels 3.3 → 4.9, 48 7.5 → 7.4, 64
 * 11.3 → 10.7, 96 24.3 → 18.4; for 4: 64 6.0 → 6.2. With AVX-512, where the runtime's own convolutions are faster than its products: 13×64 for 8
 * positions 4.6 → 4.9, for 32 17.4 → 18.1; tower 6×96 for 8 11.2 → 10.5, for 16 21.7 → 18.9, for 32 45.0 → 36.9.
 */
export function winogradFrom(runtime: Runtime, device: 'cpu' | 'webgpu'): WinogradFrom | undefined {
  if (device === 'webgpu') return undefined;
  if (!isNative(runtime)) return { batch: 1, channels: 1 };
  const bits = vectorBits();
  if (bits === 256) return { batch: 6, channels: 48 };
  return bits === 512 ? { batch: 8, channels: 96 } : undefined;
}

type Feeds = Record<string, Tensor>;

/** One compiled graph with fixed input and output tensors. Not to be run twice at the same time. */
export class Session implements Execution {
  private readonly runtime: Runtime;
  private readonly session: InferenceSession;
  private readonly feeds: Feeds;
  private readonly fetches: Feeds;
  private underWay: Promise<unknown> | undefined;
  private isReleased = false;

  private constructor(runtime: Runtime, session: InferenceSession, feeds: Feeds, fetches: Feeds) {
    this.runtime = runtime;
    this.session = session;
    this.feeds = feeds;
    this.fetches = fetches;
  }

  /**
   * @param options.threads threads within one operator. They never spin: cores are shared with workers and other
   *   programs, where spinning costs more than it saves.
   * @param options.device which of the native runtime's providers; a page has the processor only
   */
  static async create(
    runtime: Runtime,
    model: Uint8Array,
    inputs: readonly Binding[],
    outputs: readonly Binding[],
    { threads, device = 'cpu' }: SessionOptions,
  ): Promise<Session> {
    const session = await runtime.InferenceSession.create(model, {
      ...(isNative(runtime) && { executionProviders: [device] }),
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      extra: {
        session: {
          intra_op: { allow_spinning: '0' },
          inter_op: { allow_spinning: '0' },
        },
      },
    });
    const tensors = (bindings: readonly Binding[]) =>
      Object.fromEntries(bindings.map(({ name, type, shape, array }) => [name, new runtime.Tensor(type, array as Float32Array, shape) as Tensor])); // prettier-ignore
    return new Session(runtime, session, tensors(inputs), tensors(outputs));
  }

  async run(): Promise<void> {
    if (this.isReleased) throw new AgonError('internal', 'a program was run after it was disposed of.');
    if (this.underWay)
      throw new AgonError('internal', 'a program was run while it was running; await each run.');
    const run = isNative(this.runtime) ? this.runInPlace() : this.runAndCopy();
    this.underWay = run;
    try {
      await run;
    } finally {
      this.underWay = undefined;
    }
    // A promise that is kept need not be a turn of the event loop: whether it is, runtimes decide.
    const turn = breath();
    if (turn) await turn;
  }

  /** The binding returns copies of the outputs beside those that it wrote into our arrays. */
  private async runInPlace(): Promise<void> {
    const copies = await this.session.run(this.feeds, this.fetches);
    for (const [name, { data }] of Object.entries(this.fetches)) {
      const copy = copies[name].data as Float32Array;
      if (copy.buffer !== (data as Float32Array).buffer) freeAtOnce(copy);
    }
  }

  private async runAndCopy(): Promise<void> {
    const results = await this.session.run(this.feeds, Object.keys(this.fetches));
    for (const [name, tensor] of Object.entries(this.fetches)) {
      (tensor.data as Float32Array).set(results[name].data as Float32Array);
      results[name].dispose();
    }
  }

  /** Frees the graph after a run under way has finished. */
  async release(): Promise<void> {
    if (this.isReleased) return;
    this.isReleased = true;
    await this.underWay;
    await this.session.release();
  }
}

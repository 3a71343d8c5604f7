/** Trains the networks of the test in a Web Worker, on onnxruntime-web. */
import { configureRuntime } from '@agon/engine';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { trainAll, trainLong } from './networks.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

declare const gc: (options: { type: 'major'; execution: 'async'; flavor: 'last-resort' }) => Promise<void>;

/** Reports after each part, rubbish collected, and waits until it may go on: the test looks at the memory meanwhile. */
async function trainInParts(parts: number[]): Promise<void> {
  let done = 0;
  for await (const steps of trainLong(parts)) {
    await gc({ type: 'major', execution: 'async', flavor: 'last-resort' });
    postMessage({ done: (done += steps) });
    await new Promise((resolve) => addEventListener('message', resolve, { once: true }));
  }
}

const failed = (error: unknown) => postMessage({ error: String(error) });

/** The first message says what to do: null, or numbers of steps as text. */
function begin({ data }: MessageEvent<string | null>): void {
  if (data === null) trainAll().then((report) => postMessage(report), failed);
  else trainInParts(data.split(',').map(Number)).catch(failed);
}
addEventListener('message', begin, { once: true });

/** Trains the networks of the test in a Web Worker, on onnxruntime-web. */
import { configureRuntime } from '@agon/engine';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { trainAll } from './networks.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });
trainAll().then(
  (report) => postMessage(report),
  (error: unknown) => postMessage({ error: String(error) }),
);

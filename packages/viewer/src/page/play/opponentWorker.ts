/** A Web Worker with one agent: network (onnxruntime-web) and search run here. */
import { configureRuntime } from '@agon/engine';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { opponentService } from './opponentService.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

expose(opponentService);

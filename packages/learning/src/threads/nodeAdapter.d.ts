/** Comlink's adapter for Node's message ports comes without types. */
declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { Endpoint } from 'comlink';
  /** A `Worker` or `MessagePort` of node:worker_threads. */
  interface NodePort {
    postMessage(message: unknown, transfer?: readonly never[]): void;
    on(event: 'message', listener: (value: unknown) => void): unknown;
    off(event: 'message', listener: (value: unknown) => void): unknown;
    start?(): void;
  }
  export default function nodeEndpoint(port: NodePort): Endpoint;
}

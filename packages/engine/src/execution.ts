/** What runs a program or a train step, whatever the device. */

/** One call of `run` computes all outputs from all inputs; both lie in arrays that were bound when it was made. */
export interface Execution {
  /** Reads the bound inputs, writes the bound outputs. One run at a time. A loop of awaited runs gives the event loop turns. */
  run(): Promise<void>;
  /** Frees what it holds, after a run under way. */
  release(): Promise<void>;
}

/** An input or output of a session: the array that is read or written at every run. */
export interface Binding {
  name: string;
  type: 'float32' | 'int32' | 'uint8';
  shape: readonly number[];
  array: Float32Array | Int32Array | Uint8Array;
}

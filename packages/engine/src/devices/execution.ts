/** What runs a program or a train step, whatever the device. */

/** One call of `run` computes all outputs from all inputs; both lie in arrays that were bound when it was made. */
export interface Execution {
  /** Reads the bound inputs, writes the bound outputs. One run at a time. A loop of awaited runs gives the event loop turns. */
  run(): Promise<void>;
  /** Frees what it holds, after a run under way. */
  release(): Promise<void>;
}

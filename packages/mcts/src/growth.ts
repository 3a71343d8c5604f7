/** How a search grew. */

/** The root move and the backed-up value of every simulation, from which visits and Q at any time follow. */
export class Growth {
  length = 0;
  private actions = new Int32Array(1024);
  private values = new Float32Array(1024);

  clear(): void {
    this.length = 0;
  }

  /** Adds one simulation: the root's action, and its value from the view of the player to move at the root. */
  record(action: number, value: number): void {
    if (this.length === this.actions.length) {
      const { actions, values } = this;
      this.actions = new Int32Array(2 * this.length);
      this.values = new Float32Array(2 * this.length);
      this.actions.set(actions);
      this.values.set(values);
    }
    this.actions[this.length] = action;
    this.values[this.length++] = value;
  }

  /** Copies of what was recorded. */
  toJson(): { actions: number[]; values: number[] } {
    return {
      actions: Array.from(this.actions.subarray(0, this.length)),
      values: Array.from(this.values.subarray(0, this.length)),
    };
  }
}

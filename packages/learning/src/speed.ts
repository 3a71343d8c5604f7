/** How fast a run goes. */

/** Steps a second, from one report to the next. */
export class Speed {
  private fromStep = 0;
  private fromMs = performance.now();

  /** Measures from here on: what was before is not counted. @param step the run's step now */
  restart(step: number): void {
    this.fromStep = step;
    this.fromMs = performance.now();
  }

  /** Steps a second since the last call of either. @param step the run's step now */
  take(step: number): number {
    const { fromStep, fromMs } = this;
    this.restart(step);
    return (1000 * (step - fromStep)) / Math.max(1e-3, this.fromMs - fromMs);
  }
}

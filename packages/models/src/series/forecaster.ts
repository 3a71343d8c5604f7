/** What forecasts series, learned or not. T = steps, C = channels, H = horizon. */

export interface Forecaster {
  /** Steps that are forecast at once. */
  readonly horizon: number;
  /**
   * Forecasts from several places of one series.
   * @param values [T, C]; what lies at or behind an origin is not looked at
   * @param origins the first step of each forecast, at least the context
   * @returns [origins, H, C]
   */
  forecast(values: Float32Array, origins: readonly number[]): Promise<Float32Array> | Float32Array;
}

/** Origins of a series within its split, that have a whole context before them and `ahead` steps of it behind them. */
export function originsOf(
  { values, from }: { readonly values: Float32Array; readonly from: number },
  numChannels: number,
  context: number,
  ahead: number,
): number[] {
  const first = Math.max(from, context);
  const count = Math.max(0, values.length / numChannels - ahead + 1 - first);
  return Array.from({ length: count }, (_, i) => first + i);
}

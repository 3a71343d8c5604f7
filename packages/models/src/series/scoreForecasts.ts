/** How well forecasts do. C = channels, H = horizon. */
import type { TimeSeries } from '@agon/data';
import { originsOf, type Forecaster } from './forecaster.js';

/**
 * The mean absolute error of each channel, over all steps of all forecasts.
 * @param context steps before the first forecast
 */
export async function errorsOf(
  forecaster: Forecaster,
  series: readonly TimeSeries[],
  numChannels: number,
  context: number,
): Promise<{ meanError: number[]; forecasts: number }> {
  const { horizon } = forecaster;
  const sums = new Array<number>(numChannels).fill(0);
  let count = 0;
  for (const one of series) {
    const origins = originsOf(one, numChannels, context, horizon);
    if (origins.length === 0) continue;
    const forecasts = await forecaster.forecast(one.values, origins);
    origins.forEach((origin, i) => {
      for (let k = 0; k < horizon * numChannels; k++) {
        const error = Math.abs(
          forecasts[i * horizon * numChannels + k] - one.values[origin * numChannels + k],
        );
        sums[k % numChannels] += error;
      }
    });
    count += origins.length;
  }
  return { meanError: sums.map((sum) => sum / Math.max(1, count * horizon)), forecasts: count };
}

/** The mean over the channels of how large errors are beside others. */
export const relativeTo = (meanError: readonly number[], others: readonly number[]): number =>
  meanError.reduce((sum, error, channel) => sum + error / (others[channel] || 1), 0) / meanError.length;

/** Everything stays as it is: the forecast that others have to beat. */
import type { Forecaster } from '../forecaster.js';

export function lastValue(numChannels: number, horizon: number): Forecaster {
  return {
    horizon,
    forecast(values, origins) {
      const forecasts = new Float32Array(origins.length * horizon * numChannels);
      origins.forEach((origin, i) => {
        const last = values.subarray((origin - 1) * numChannels, origin * numChannels);
        for (let ahead = 0; ahead < horizon; ahead++)
          forecasts.set(last, (i * horizon + ahead) * numChannels);
      });
      return forecasts;
    },
  };
}

/** As a season ago (Hyndman & Athanasopoulos 2021, Forecasting: principles and practice, section 5.2: the seasonal naive method). */
import type { Forecaster } from '../forecaster.js';

/** Where no season is known yet, the last value. */
export function seasonal(numChannels: number, horizon: number, season: number): Forecaster {
  return {
    horizon,
    forecast(values, origins) {
      const forecasts = new Float32Array(origins.length * horizon * numChannels);
      origins.forEach((origin, i) => {
        for (let ahead = 0; ahead < horizon; ahead++) {
          const seasons = Math.floor(ahead / season) + 1;
          const before = origin + ahead - seasons * season;
          const step = before >= 0 ? before : origin - 1;
          const row = values.subarray(step * numChannels, (step + 1) * numChannels);
          forecasts.set(row, (i * horizon + ahead) * numChannels);
        }
      });
      return forecasts;
    },
  };
}

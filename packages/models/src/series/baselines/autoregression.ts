/**
 * Vector autoregression: each channel's next value is a weighted sum of all channels' last ones, by least squares; what is forecast
 * counts as seen for the step behind it (Lütkepohl 2005, New introduction to multiple time series analysis, section 3.2). C = channels,
 * P = steps that it looks back.
 */
import { tryInvert } from '@agon/core';
import type { TimeSeries } from '@agon/data';
import type { Forecaster } from '../forecaster.js';

/** What keeps the weights small where steps tell the same; relative to the squares of each. */
const RIDGE = 1e-6;

/** [1, the last P steps of C channels], scaled, the newest step first. */
function readPast(
  past: Float64Array,
  at: (back: number, channel: number) => number,
  numChannels: number,
): void {
  past[0] = 1;
  for (let i = 1; i < past.length; i++)
    past[i] = at(1 + Math.floor((i - 1) / numChannels), (i - 1) % numChannels);
}

/** Means and deviations of the channels. */
function momentsOf(series: readonly TimeSeries[], numChannels: number) {
  const mean = new Float64Array(numChannels);
  const deviation = new Float64Array(numChannels);
  const steps = series.reduce((sum, { values }) => sum + values.length, 0) / numChannels;
  for (const { values } of series) values.forEach((value, i) => (mean[i % numChannels] += value / steps));
  for (const { values } of series)
    values.forEach(
      (value, i) => (deviation[i % numChannels] += (value - mean[i % numChannels]) ** 2 / steps),
    );
  return { mean, deviation: deviation.map((square) => Math.sqrt(square) || 1) };
}

/**
 * @param train what it is fitted to
 * @param order P; less where there are too few steps
 */
export function autoregression(
  train: readonly TimeSeries[],
  numChannels: number,
  horizon: number,
  order: number,
): Forecaster {
  const { mean, deviation } = momentsOf(train, numChannels);
  const scaled = (values: Float32Array, step: number, channel: number): number =>
    (values[step * numChannels + channel] - mean[channel]) / deviation[channel];
  const numPast = 1 + order * numChannels;
  const past = new Float64Array(numPast);
  const squares = new Float64Array(numPast * numPast);
  const products = new Float64Array(numPast * numChannels);
  for (const { values } of train) {
    for (let step = order; step < values.length / numChannels; step++) {
      readPast(past, (back, channel) => scaled(values, step - back, channel), numChannels);
      for (let i = 0; i < numPast; i++) {
        for (let j = 0; j < numPast; j++) squares[i * numPast + j] += past[i] * past[j];
        for (let c = 0; c < numChannels; c++)
          products[i * numChannels + c] += past[i] * scaled(values, step, c);
      }
    }
  }
  for (let i = 0; i < numPast; i++) squares[i * numPast + i] = squares[i * numPast + i] * (1 + RIDGE) + RIDGE;
  const inverse = tryInvert(squares, numPast);
  if (!inverse) throw new RangeError('the normal equations of an autoregression are singular');
  const weights = new Float64Array(numPast * numChannels);
  for (let i = 0; i < numPast; i++)
    for (let j = 0; j < numPast; j++)
      for (let c = 0; c < numChannels; c++)
        weights[i * numChannels + c] += inverse[i * numPast + j] * products[j * numChannels + c];

  return {
    horizon,
    forecast(values, origins) {
      const forecasts = new Float32Array(origins.length * horizon * numChannels);
      /** What lies ahead, scaled. */
      const ahead = new Float64Array(horizon * numChannels);
      origins.forEach((origin, i) => {
        for (let h = 0; h < horizon; h++) {
          readPast(
            past,
            (back, channel) =>
              back <= h
                ? ahead[(h - back) * numChannels + channel]
                : scaled(values, origin + h - back, channel),
            numChannels,
          );
          for (let c = 0; c < numChannels; c++) {
            let sum = 0;
            for (let j = 0; j < numPast; j++) sum += past[j] * weights[j * numChannels + c];
            ahead[h * numChannels + c] = sum;
            forecasts[(i * horizon + h) * numChannels + c] = mean[c] + deviation[c] * sum;
          }
        }
      });
      return forecasts;
    },
  };
}

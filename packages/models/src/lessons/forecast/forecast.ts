/** Lesson: an episode of cart-pole forecast from places alone (Bai et al. 2018; Lütkepohl 2005 for what has to be beaten). */
import { count, described, MOST_STEPS, parseSettings } from '@agon/core';
import { openSeries, type SeriesDataset } from '@agon/data';
import * as v from 'valibot';
import { strangeness, usualErrors } from '../../series/anomalies.js';
import { baselinesFor } from '../../series/evaluateForecaster.js';
import type { Forecaster } from '../../series/forecaster.js';
import { networkFor } from '../../series/network/networkForecaster.js';
import { scalingOf } from '../../series/network/scaling.js';
import { forecasterSchema } from '../../series/network/settings.js';
import { WindowLearner } from '../../series/network/windowLearner.js';
import { errorsOf, relativeTo } from '../../series/scoreForecasts.js';
import type { Figure, Line } from '../figure.js';
import { lesson } from '../lesson.js';
import { NO_FILES } from '../lessonData.js';
import { recordingOf } from '../recording.js';

const SHOW_EVERY = 50;
const CONTEXT = 16;
/** Steps of the episode that are shown before the forecasts. */
const SHOWN_BEFORE = 24;
/** Where the forecasts that are drawn begin. */
const ORIGIN = 50;
/** The channel that is drawn: the angle of the pole. */
const ANGLE = 1;

const NAMES = { network: 'the network', lastValue: 'last value', autoregression: 'autoregression' } as const;
type Way = keyof typeof NAMES;
const WAYS = Object.keys(NAMES) as Way[];

const schema = v.strictObject({
  network: v.optional(
    described(v.string(), 'a network of kind forecaster: lstm, tcn, convnet, mlp'),
    'lstm:units=24',
  ),
  horizon: v.optional(described(count(2, 40), 'steps that are forecast at once'), 16),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 windows'), 800),
  episode: v.optional(described(count(0, 29), 'which of the 30 episodes of the test is drawn'), 0),
});

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** One episode with forecasts from one place on. */
async function drawn(
  data: SeriesDataset,
  episode: number,
  horizon: number,
  ways: Readonly<Record<Way, Forecaster>>,
): Promise<Line[]> {
  const { values } = data.splits.test[episode];
  const numChannels = data.channels.length;
  const steps = values.length / numChannels;
  const origin = Math.min(ORIGIN, steps - horizon);
  const at = (step: number) => [step, degrees(values[step * numChannels + ANGLE])] as const;
  const from = Math.max(0, origin - SHOWN_BEFORE);
  const lines: Line[] = [
    { name: 'the pole', points: Array.from({ length: origin + horizon - from }, (_, i) => at(from + i)) },
  ];
  for (const way of WAYS) {
    const forecast = await ways[way].forecast(values, [origin]);
    const ahead = Array.from({ length: horizon }, (_, i) => [origin + i, degrees(forecast[i * numChannels + ANGLE])] as const); // prettier-ignore
    lines.push({ name: NAMES[way], points: [at(origin - 1), ...ahead], style: 'dashes' });
  }
  return lines;
}

/** How strange each step of an episode with planted jumps is, and where they are. */
async function strange(data: SeriesDataset, episode: number, model: Forecaster): Promise<Line[]> {
  const numChannels = data.channels.length;
  const usual = await usualErrors(model, data.splits.validation, numChannels, CONTEXT);
  const one = data.splits.test[episode];
  const scores = await strangeness(model, one, numChannels, CONTEXT, usual);
  const planted = scores.filter(({ step }) => one.anomalous?.[step] === 1);
  return [
    { name: 'how strange a step is', points: scores.map(({ step, score }) => [step, score]) },
    { name: 'planted', points: planted.map(({ step, score }) => [step, score]), style: 'dots' },
  ];
}

function figureOf(
  forecasts: readonly Line[],
  errors: readonly { way: Way; ahead: readonly number[]; relative: number }[],
  anomalies: readonly Line[],
): Figure {
  return {
    panels: [
      {
        kind: 'plot',
        title: 'The pole of one episode, and what is forecast of it',
        x: { label: 'step' },
        y: { label: 'angle, degrees' },
        lines: forecasts,
      },
      {
        kind: 'bars',
        title: 'Error beside that of the last value, all episodes of the test',
        most: 1,
        items: errors.map(({ way, relative }) => ({
          label: NAMES[way],
          value: relative,
          text: relative.toFixed(2),
        })),
      },
      {
        kind: 'plot',
        title: 'Error by how far ahead',
        x: { label: 'steps ahead' },
        y: { label: 'angle, degrees', range: [0, 0] },
        lines: errors.map(({ way, ahead }) => ({
          name: NAMES[way],
          points: ahead.map((error, i) => [i + 1, degrees(error)] as const),
        })),
      },
      {
        kind: 'plot',
        title: 'The same episode with steps that were tampered with',
        x: { label: 'step' },
        y: { label: 'least error, usual ones', range: [0, 1] },
        lines: anomalies,
      },
    ],
  };
}

export const forecast = lesson({
  id: 'forecast',
  title: 'Forecasting: where will the pole be?',
  question: 'Can the next steps of an episode be told from where things were, without how fast they move?',
  sentences: [
    'One step does not say which way the pole falls; several do, and a network that reads them in order works out the speed by itself.',
    'The last value is hard to beat one step ahead and easy to beat ten; autoregression, a weighted sum of the last steps, is nearly as good as the network, since a pole near the top obeys nearly linear laws.',
    'What was not to be expected stands out: a step that no forecast came near was tampered with.',
  ],
  paper:
    'Bai, Kolter & Koltun 2018, An empirical evaluation of generic convolutional and recurrent networks for sequence modeling; Lütkepohl 2005 (autoregression)',
  command: 'npx agon train forecaster --data series --steps 4000',
  usedBy:
    'Agents with a memory (drqn, r2d2) work out speeds the same way: cart-pole without speeds is their test.',
  schema,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  async *run({ network: spec, horizon, updates, episode }, { seed, signal }) {
    const [data, tampered] = await Promise.all([
      openSeries('series', NO_FILES),
      openSeries('series:anomalies=90', NO_FILES),
    ]);
    const given = { network: spec, context: CONTEXT, horizon, decaySteps: updates };
    const settings = parseSettings(forecasterSchema, given, 'the training of a lesson');
    const scaling = scalingOf(data, settings);
    const windows = await WindowLearner.create(
      data,
      scaling,
      networkFor(spec, scaling),
      settings,
      `forecast ${seed}`,
    );
    try {
      const { lastValue, autoregression } = baselinesFor(data, scaling);
      const ways: Record<Way, Forecaster> = { network: windows.model, lastValue, autoregression };
      const { test, validation } = data.splits;
      const numChannels = data.channels.length;
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        for (let i = 0; i < more; i++) await windows.update();
        done += more;
        await windows.model.refresh();
        const means: Record<string, number[]> = {};
        const errors: { way: Way; ahead: number[]; relative: number }[] = [];
        for (const way of WAYS) {
          means[way] = (await errorsOf(ways[way], test, numChannels, CONTEXT)).meanError;
          const usual = await usualErrors(ways[way], validation, numChannels, CONTEXT);
          const ahead = Array.from({ length: horizon }, (_, i) => usual[i * numChannels + ANGLE]);
          errors.push({ way, ahead, relative: 0 });
        }
        for (const each of errors) each.relative = relativeTo(means[each.way], means.lastValue);
        yield {
          done: done / updates,
          numbers: {
            updates: done,
            ...Object.fromEntries(errors.map(({ way, relative }) => [`${way}Error`, relative])),
          },
          figure: figureOf(
            await drawn(data, episode, horizon, ways),
            errors,
            await strange(tampered, episode, windows.model),
          ),
        };
      }
    } finally {
      await windows.dispose();
    }
  },
});

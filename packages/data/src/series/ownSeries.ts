/** The user's own series. */
import { count, described, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { SeriesEntry } from '../dataset.js';
import { formatPathSpec } from '../spec.js';
import { readText } from '../text/readText.js';
import type { SeriesDataset } from '../timeSeries.js';
import { cutInTime } from './cutInTime.js';
import { plantedIn } from './plantAnomalies.js';
import { readColumns } from './readColumns.js';
import { anomaliesEntry } from './settings.js';

const ALL = 'all';

const schema = v.strictObject({
  path: v.pipe(v.string(), v.description('a CSV file: names in its first line, a step a line below')),
  columns: v.optional(
    v.pipe(v.string(), v.description('columns that are read, A/B; all: those that hold numbers alone')),
    ALL,
  ),
  season: v.optional(
    described(count(0, 1_000_000), 'steps after which it looks much the same again, 12 for months; 0: none'),
    0,
  ),
  ...anomaliesEntry,
});

export const ownSeries: SeriesEntry = {
  kind: 'series',
  title: 'your series, a CSV file',
  licence: 'yours',
  source: 'a file of yours',
  origin: { kind: 'own' },
  schema,
  takesPath: true,

  async open(options, files): Promise<SeriesDataset> {
    const settings = parseSettings(schema, options, 'dataset "csv"');
    const { path, columns, season, anomalies } = settings;
    const [file] = await files.list({ path });
    const wanted = columns === ALL ? [] : columns.split('/');
    const { names, values } = readColumns(readText(await files.read({ path }, file), file), file, wanted);
    const splits = cutInTime(values, names.length, file);
    const about = { title: `series in ${path}`, licence: 'yours', source: path, channels: names, season };
    return {
      spec: formatPathSpec('csv', settings),
      ...plantedIn({ ...about, splits }, anomalies),
      faults: [],
    };
  },
};

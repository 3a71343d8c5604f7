/** Series to forecast: episodes of cart-pole, and public ones. */
import { formatSpec, parseSettings } from '@agon/core';
import type { FileStore } from '@agon/learning';
import * as v from 'valibot';
import type { SeriesEntry } from '../dataset.js';
import { readText } from '../text/readText.js';
import type { SeriesDataset } from '../timeSeries.js';
import { CART_POLE_CHANNELS, cartPoleEpisodes } from './cartPole.js';
import { cutInTime } from './cutInTime.js';
import { plantedIn } from './plantAnomalies.js';
import { readColumns } from './readColumns.js';
import { anomaliesEntry } from './settings.js';

/** A file of the package, and what is in it. */
interface Public {
  readonly title: string;
  readonly file: string;
  readonly columns: readonly string[];
  readonly channels: readonly string[];
  readonly season: number;
  readonly licence: string;
}

const PUBLIC: Readonly<Record<'co2' | 'weather' | 'sp500', Public>> = {
  co2: {
    title: 'carbon dioxide over Mauna Loa, month by month, 1958 to 2020',
    file: 'co2-concentration.csv',
    columns: ['CO2'],
    channels: ['CO2 (parts per million)'],
    season: 12,
    licence: 'CC-BY 4.0 (Scripps CO2 Program)',
  },
  weather: {
    title: 'weather of Seattle, day by day, 2012 to 2015',
    file: 'seattle-weather.csv',
    columns: ['temp_max'],
    channels: ['highest temperature (°C)'],
    season: 365,
    licence: 'public domain (NOAA)',
  },
  sp500: {
    title: 'S&P 500, its close day by day, 2000 to 2020',
    file: 'sp500-2000.csv',
    columns: ['close'],
    channels: ['index'],
    season: 0,
    licence: 'not stated (BSD-3 of the package)',
  },
};

const PACKAGE = 'vega-datasets';
const VERSION = '3.2.1';

const schema = v.strictObject({
  of: v.optional(
    v.pipe(
      v.picklist(['cart-pole', ...(Object.keys(PUBLIC) as (keyof typeof PUBLIC)[])]),
      v.description('which: cart-pole is made here, the others are fetched'),
    ),
    'cart-pole',
  ),
  ...anomaliesEntry,
});

export const series: SeriesEntry = {
  kind: 'series',
  title: 'series over time: cart-pole without speeds, CO2, weather, a stock index',
  licence: 'by series: MIT (made by agon), CC-BY 4.0, public domain, not stated',
  source: `made by agon; npm ${PACKAGE} ${VERSION}`,
  origin: {
    kind: 'fetched',
    fetching: {
      version: VERSION,
      bytes: 4_900_000,
      mayShip: false,
      ways: [
        [
          {
            kind: 'npm',
            name: `${PACKAGE}@${VERSION}`,
            integrity:
              'sha512-lTSwZA6yq6qSU2YZm+6bqILiIvTPPxn4itir7jPGFmHIdPvUfQ9pCzzcrklYywMJgLUbaIeSkZQdiJd6wBxPug==',
            files: Object.values(PUBLIC).map(({ file }) => ({ from: `package/data/${file}`, to: file })),
          },
        ],
      ],
    },
  },
  schema,
  splits: { train: 48_000, validation: 2400, test: 3600 },

  async open(options, files): Promise<SeriesDataset> {
    const settings = parseSettings(schema, options, 'dataset "series"');
    const { of, anomalies } = settings;
    const opened = of === 'cart-pole' ? cartPole() : await publicSeries(PUBLIC[of], files);
    return { spec: formatSpec('series', settings), ...plantedIn(opened, anomalies), faults: [] };
  },
};

type Opened = Omit<SeriesDataset, 'spec' | 'faults'>;

const cartPole = (): Opened => ({
  title: 'episodes of cart-pole, places without speeds',
  licence: 'MIT (made by agon)',
  source: 'made by agon',
  channels: CART_POLE_CHANNELS,
  season: 0,
  splits: cartPoleEpisodes(),
});

/** @throws not-found where it was not fetched; bad-file */
async function publicSeries(one: Public, files: FileStore): Promise<Opened> {
  const { title, file, columns, channels, season, licence } = one;
  const { values } = readColumns(
    readText(await files.read({ dataset: 'series' }, file), file),
    file,
    columns,
  );
  const splits = cutInTime(values, channels.length, file);
  return { title, licence, source: `npm ${PACKAGE} ${VERSION}`, channels, season, splits };
}

/** An LSTM over rows, whose state after the last step are the features (Hochreiter & Schmidhuber 1997). */
import { count, described, MOST_HELD, type Settings } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as v from 'valibot';
import type { Body, BodyDeclaration } from '../bodies/body.js';
import { lstmLayer } from '../layers/lstmLayer.js';
import { rowsOrPictures } from '../readable.js';
import { bodyOf } from '../vision/bodyOf.js';

const schema = v.strictObject({
  units: v.optional(described(count(1, MOST_HELD), 'units of the LSTM'), 48),
});

const build = (input: Shape, { units }: Settings<typeof schema>): Body =>
  bodyOf({ lstm: lstmLayer(units) }, input);

export const lstmBody: BodyDeclaration<typeof schema> = {
  title: 'LSTM (1997) over rows of values or of a picture, one step after another',
  schema,
  reads: rowsOrPictures,
  build,
};

/** BertViz's neuron view (Vig 2019): query times key of two tokens, dimension by dimension. */
import { FIGURE_COLOURS, type Heads } from '@agon/models';
import { formatNumber } from '../../format.js';
import { productsOf, rowOf, type HeadPlace } from './attention.js';
import { Drawing, type Pen } from './drawing.js';
import { headsWords } from './words.js';

const LEFT = 56;
const ROW = 24;

interface NeuronViewProps {
  readonly looks: Heads;
  readonly place: HeadPlace;
  readonly token: number;
  readonly looksAt: number;
}

export function NeuronView({ looks, place, token, looksAt }: NeuronViewProps) {
  const { query, key, products, sum } = productsOf(looks, place, token, looksAt);
  const draw = ({ context, width, ink }: Pen): void => {
    const cell = (width - LEFT) / query.length;
    [query, key, products].forEach((values, row) => {
      context.fillStyle = ink;
      context.globalAlpha = 1;
      context.fillText(headsWords.rows[row], 0, (row + 0.5) * ROW);
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9);
      values.forEach((value, i) => {
        context.fillStyle = FIGURE_COLOURS[value < 0 ? 1 : 0];
        context.globalAlpha = Math.abs(value) / most;
        context.fillRect(LEFT + i * cell, row * ROW + 2, cell - 1, ROW - 4);
      });
    });
  };
  const said = headsWords.sum(formatNumber(sum), rowOf(looks, place, token)[looksAt]);
  return (
    <>
      <Drawing label={headsWords.neuronView} height={() => 3 * ROW} draw={draw} />
      <p aria-live="polite">{said}</p>
    </>
  );
}

/** One unit: what it is the sum of, its filter, what it can see, and what of the input moves it. */
import { largestSizes, SALIENCIES, type Saliency } from '@agon/models';
import { formatNumber } from '../format.js';
import type { LoadedNetwork, UnitAccount } from './inspectService.js';
import type { InspectSession } from './inspectSession.js';
import { MapCanvas } from './mapCanvas.js';
import { inspectWords } from './words.js';

/** Terms of a sum that are shown, the largest products first. */
const SHOWN_TERMS = 10;

/** Something as it is drawn. */
interface Drawn {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Of [height, width, channels]: one channel as it is, a picture's three as colours, else the largest size; of a row a square. */
function drawn(values: Float32Array, shape: readonly number[], isPicture: boolean): Drawn {
  const [height, width, channels = 1] = shape;
  if (shape.length === 1) {
    const side = Math.ceil(Math.sqrt(values.length));
    const square = new Float32Array(side * Math.ceil(values.length / side));
    square.set(values);
    return { height: square.length / side, width: side, values: square };
  }
  const isAsItIs = channels === 1 || (isPicture && channels === 3);
  return { height, width, values: isAsItIs ? values : largestSizes(values, channels) };
}

export function UnitPanel({ session, network }: { session: InspectSession; network: LoadedNetwork }) {
  const account = session.account.value;
  const chosen = session.chosen.value;
  const seen = session.seen.value;
  if (!account || !chosen || !seen) return null;
  const layer = network.layers[chosen.layer];
  const place = placeOf(chosen.unit, layer.shape);
  const name = layer.outputs.map((output) => network.names[output]?.[chosen.unit]).find(Boolean);
  const { inputShape } = network;
  const { filter, window, saliency } = account;
  const picture = drawn(seen.input, inputShape, true);
  const range = picture.values.reduce((a, b) => Math.max(a, b), 0) || 1;
  return (
    <section class="panel inside-unit" aria-live="polite">
      <h2>
        {inspectWords.unit(layer.name, place)}
        {name !== undefined && inspectWords.named(name)}
      </h2>
      <div class="unit-pictures">
        <figure>
          <MapCanvas
            {...picture}
            values={picture.values.map((value) => value / range)}
            most={1}
            frame={window}
            label={inspectWords.input}
          />
          <figcaption class="small">{window ? inspectWords.sees : inspectWords.everything}</figcaption>
        </figure>
        {saliency && (
          <figure>
            <MapCanvas {...drawn(saliency, inputShape, false)} label={inspectWords.saliency} />
            <figcaption class="small">{inspectWords.saliency}</figcaption>
          </figure>
        )}
        {filter && (
          <figure>
            <MapCanvas {...drawn(filter.values, filter.shape, false)} label={inspectWords.filter} />
            <figcaption class="small">{inspectWords.filter}</figcaption>
          </figure>
        )}
      </div>
      {saliency && <WaySelect session={session} />}
      <Sum account={account} steps={layer.steps} />
    </section>
  );
}

function placeOf(unit: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = unit;
  for (const length of shape.toReversed()) {
    place.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return place;
}

function Sum({
  account: { sum },
  steps,
}: {
  account: UnitAccount;
  steps: LoadedNetwork['layers'][number]['steps'];
}) {
  const terms = (sum.terms ?? []).toSorted(
    (a, b) => Math.abs(b.value * b.weight) - Math.abs(a.value * a.weight),
  );
  return (
    <>
      <h3>{inspectWords.sum}</h3>
      <ol class="unit-steps small">
        {steps.map(({ kernel, parameter }, i) => (
          <li key={i}>
            {inspectWords.step(kernel, parameter)}{' '}
            <strong class="number">{formatNumber(sum.values[i])}</strong>
          </li>
        ))}
      </ol>
      {sum.terms ? (
        <table class="thoughts">
          <thead>
            <tr>
              <th>{inspectWords.from}</th>
              <th class="number">{inspectWords.value}</th>
              <th class="number">{inspectWords.weight}</th>
              <th class="number">{inspectWords.product}</th>
            </tr>
          </thead>
          <tbody>
            {terms.slice(0, SHOWN_TERMS).map(({ layer, place, value, weight }, i) => (
              <tr key={i}>
                <th>{`${layer} ${place.join(', ')}`}</th>
                <td class="number">{formatNumber(value)}</td>
                <td class="number">{formatNumber(weight)}</td>
                <td class="number">{formatNumber(value * weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p class="muted small">{inspectWords.noSum}</p>
      )}
      {terms.length > SHOWN_TERMS && (
        <p class="muted small">{inspectWords.more(terms.length - SHOWN_TERMS)}</p>
      )}
    </>
  );
}

/** The choice of how saliency is computed. */
function WaySelect({ session }: { session: InspectSession }) {
  return (
    <label class="small">
      {inspectWords.way}{' '}
      <select
        value={session.way.value}
        onChange={(event) => session.setWay(event.currentTarget.value as Saliency)}
      >
        {SALIENCIES.map((way) => (
          <option key={way} value={way}>
            {inspectWords.ways[way]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Look inside: a network's layers, maps and units, for whatever a session looks at. Replays and play can show it too. */
import { mapOf, mostOf } from '@agon/models';
import type { InsideLayer } from '@agon/engine';
import { formatNumber } from '../format.js';
import type { InspectSession } from './inspectSession.js';
import { MapCanvas, type Frame } from './mapCanvas.js';
import { UnitPanel } from './unitPanel.js';
import { inspectWords } from './words.js';

/** Maps and units that are shown of a layer at most. */
const MOST_MAPS = 128;

/** @param session whose owner says what it looks at, and closes it */
export function LookInside({ session }: { session: InspectSession }) {
  const network = session.network.value;
  const values = session.values.value;
  if (session.failure.value !== undefined) return <p class="notice bad">{session.failure.value}</p>;
  if (!network || !values) return <p class="muted">{inspectWords.loading}</p>;
  const chosen = session.chosen.value;
  const layer = session.layer.value;
  return (
    <div class="inside">
      <nav class="panel inside-layers" aria-label={inspectWords.layers}>
        {network.layers.map(({ name, kind, shape }, i) => (
          <button key={name} type="button" aria-pressed={i === layer} onClick={() => session.choose(i)}>
            <strong>{name}</strong>{' '}
            <span class="muted small">{`${kind === name ? '' : `${kind} `}${shape.join('×')}`}</span>
          </button>
        ))}
      </nav>
      <section class="panel inside-maps">
        <h2>{network.layers[layer].name}</h2>
        <p class="muted small">{inspectWords.scale}</p>
        <Layer
          key={layer}
          layer={network.layers[layer]}
          values={values[layer]}
          names={network.layers[layer].outputs.map((output) => network.names[output]).find(Boolean)}
          chosen={chosen?.unit}
          choose={(unit) => session.choose(layer, unit)}
        />
      </section>
      {chosen && <UnitPanel session={session} network={network} />}
    </div>
  );
}

interface LayerProps {
  layer: InsideLayer;
  values: Float32Array;
  names: readonly string[] | undefined;
  chosen: number | undefined;
  choose: (unit: number) => void;
}

function Layer(props: LayerProps) {
  const { shape } = props.layer;
  return shape.length === 3 && shape[0] * shape[1] > 1 ? <Maps {...props} /> : <Units {...props} />;
}

/** Where arrows lead within a map. */
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Maps as pictures; a click or arrows choose a unit in one. */
function Maps({ layer: { shape }, values, chosen, choose }: LayerProps) {
  const [height, width, maps] = shape;
  const most = mostOf(values);
  const place = (row: number, column: number, map: number): number => (row * width + column) * maps + map;
  const clamped = (at: number, length: number): number => Math.max(0, Math.min(length - 1, at));
  return (
    <div class="maps">
      {Array.from({ length: Math.min(maps, MOST_MAPS) }, (_, map) => {
        const own = mapOf(values, shape, map);
        const isChosen = chosen !== undefined && chosen % maps === map;
        const [row, column] = isChosen ? [Math.floor(chosen / (width * maps)), Math.floor(chosen / maps) % width] : [0, 0]; // prettier-ignore
        const frame: Frame | undefined = isChosen
          ? { rows: [row, row], columns: [column, column] }
          : undefined;
        const largest = own.reduce((best, value, i) => (value > own[best] ? i : best), 0);
        return (
          <button
            key={map}
            type="button"
            aria-pressed={isChosen}
            aria-label={inspectWords.map(map, own[largest])}
            title={inspectWords.map(map, own[largest])}
            onClick={(event) => {
              // Enter and space click without a place: the strongest unit.
              if (event.detail === 0) return choose(largest * maps + map);
              const box = event.currentTarget.getBoundingClientRect();
              const at = (from: number, length: number, size: number): number =>
                clamped(Math.floor((from / size) * length), length);
              choose(place(at(event.clientY - box.top, height, box.height), at(event.clientX - box.left, width, box.width), map)); // prettier-ignore
            }}
            onKeyDown={(event) => {
              const by = ARROWS[event.key] as readonly [number, number] | undefined;
              if (!by) return;
              event.preventDefault();
              const from = isChosen ? [row, column] : [Math.floor(largest / width), largest % width];
              choose(place(clamped(from[0] + by[0], height), clamped(from[1] + by[1], width), map));
            }}
          >
            <MapCanvas values={own} height={height} width={width} most={most} frame={frame} />
          </button>
        );
      })}
    </div>
  );
}

/** Units with their values as bars. */
function Units({ values, names, chosen, choose }: LayerProps) {
  const most = mostOf(values);
  return (
    <div class={names ? 'units named' : 'units'}>
      {Array.from(values.subarray(0, MOST_MAPS), (value, unit) => {
        const label = inspectWords.unitName(names?.[unit] ?? String(unit), value);
        return (
          <button
            key={unit}
            type="button"
            aria-pressed={unit === chosen}
            aria-label={label}
            title={label}
            onClick={() => choose(unit)}
          >
            {names && <span>{names[unit]}</span>}
            <span class="unit-bar" data-below={value < 0}>
              <span style={{ inlineSize: `${(100 * Math.abs(value)) / most}%` }} />
            </span>
            {names && <span class="number">{formatNumber(value)}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** The three views of attention (Vig 2019) over one text. What is chosen in one is shown in the others. */
import { FIGURE_COLOURS, type Heads } from '@agon/models';
import { useSignal } from '@preact/signals';
import { FEW, mostLookedAt, rowOf, type HeadPlace } from './attention.js';
import { HeadView } from './headView.js';
import { ModelView } from './modelView.js';
import { NeuronView } from './neuronView.js';
import { headsWords } from './words.js';

/** Tokens that are named of what a token looks at. */
const NAMED = 3;

export function HeadsViews({ looks }: { looks: Heads }) {
  const { tokens, layers, heads } = looks;
  const last = tokens.length - 1;
  const isFew = tokens.length <= FEW;
  const place = useSignal<HeadPlace>({ layer: layers - 1, head: 0 });
  const hidden = useSignal<ReadonlySet<number>>(new Set());
  const chosenToken = useSignal<number | undefined>(undefined);
  const chosenKey = useSignal<number | undefined>(undefined);
  // A run with other settings may have fewer of all.
  const shown = {
    layer: Math.min(place.value.layer, layers - 1),
    head: Math.min(place.value.head, heads - 1),
  };
  const one = Math.min(chosenToken.value ?? last, last);
  const token = chosenToken.value === undefined && isFew ? undefined : one;
  const row = rowOf(looks, shown, one);
  const key = Math.min(chosenKey.value ?? mostLookedAt(row, 1)[0], one);
  const choose = (next: number): void => {
    chosenToken.value = next;
    chosenKey.value = undefined;
  };
  const all = [...Array(heads).keys()];
  const toggle = (head: number): void => {
    const next = new Set(hidden.value);
    if (!next.delete(head)) next.add(head);
    hidden.value = next;
  };
  return (
    <div class="heads-views">
      <section>
        <h2>{headsWords.headView}</h2>
        <p class="muted small">{headsWords.headAbout}</p>
        <div class="buttons">
          {Array.from({ length: layers }, (_, layer) => (
            <button
              key={layer}
              type="button"
              aria-pressed={layer === shown.layer}
              onClick={() => (place.value = { ...shown, layer })}
            >
              {headsWords.layer(layer + 1)}
            </button>
          ))}
          {all.map((head) => (
            <label key={head}>
              <input
                type="checkbox"
                style={{ accentColor: FIGURE_COLOURS[head % FIGURE_COLOURS.length] }}
                checked={!hidden.value.has(head)}
                onChange={() => toggle(head)}
              />{' '}
              {headsWords.head(head + 1)}
            </label>
          ))}
          {isFew && (
            <button
              type="button"
              aria-pressed={token === undefined}
              onClick={() => (chosenToken.value = undefined)}
            >
              {headsWords.all}
            </button>
          )}
        </div>
        <HeadView
          looks={looks}
          layer={shown.layer}
          heads={all.filter((head) => !hidden.value.has(head))}
          token={token}
          label={headsWords.headView}
          onToken={choose}
        />
        <Place label={headsWords.token(one + 1, tokens[one])} most={last} value={one} onChange={choose} />
        <p aria-live="polite">
          {headsWords.looks(
            shown.head + 1,
            mostLookedAt(row, NAMED).map((each) => headsWords.share(each + 1, tokens[each], row[each])),
          )}
        </p>
      </section>
      <section>
        <h2>{headsWords.modelView}</h2>
        <p class="muted small">{headsWords.modelAbout}</p>
        <ModelView
          looks={looks}
          chosen={shown}
          label={headsWords.modelView}
          onHead={(next) => (place.value = next)}
        />
        <h2>{headsWords.neuronView}</h2>
        <p class="muted small">{headsWords.neuronAbout}</p>
        <p>
          {headsWords.layer(shown.layer + 1)}, {headsWords.head(shown.head + 1)},{' '}
          {headsWords.token(one + 1, tokens[one])}
        </p>
        <NeuronView looks={looks} place={shown} token={one} looksAt={key} />
        <Place
          label={headsWords.key(key + 1, tokens[key])}
          most={one}
          value={key}
          onChange={(next) => (chosenKey.value = next)}
        />
      </section>
    </div>
  );
}

/** A place in the text, chosen by mouse, finger or keys. */
function Place(props: { label: string; most: number; value: number; onChange: (place: number) => void }) {
  const { label, most, value, onChange } = props;
  return (
    <label class="place">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={most}
        value={value}
        onInput={({ currentTarget: { valueAsNumber } }) => onChange(valueAsNumber)}
      />
    </label>
  );
}

/** What a classifier is to learn from, and how. */
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { SettingFields } from '../../elements/settingFields.js';
import type { PictureChoices, PictureLesson } from './pictureService.js';
import { fetchPictureChoices } from './pictureTraining.js';
import { pictureWords } from './words.js';

const STEPS = 2000;
/** More than a day in a page. */
const MOST_STEPS = 1_000_000;

/** @param begin is told what was chosen */
export function PictureForm({ begin }: { begin: (lesson: PictureLesson) => void }) {
  const choices = useSignal<PictureChoices | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  useEffect(() => {
    fetchPictureChoices().then(
      (found) => (choices.value = found),
      (error: Error) => (failure.value = error.message),
    );
  }, []);
  if (failure.value !== undefined) return <p class="notice bad">{failure.value}</p>;
  if (!choices.value) return <p class="muted">{pictureWords.loading}</p>;
  return <Fields choices={choices.value} begin={begin} />;
}

function Fields({ choices, begin }: { choices: PictureChoices; begin: (lesson: PictureLesson) => void }) {
  const { datasets, networks, settings } = choices;
  const data = useSignal((datasets.find(({ missing }) => missing === undefined) ?? datasets[0]).spec);
  const network = useSignal(networks[0]);
  const steps = useSignal(STEPS);
  const changed = useSignal<Readonly<Record<string, string>>>({});
  return (
    <form
      class="panel fields picture-form"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = { network: network.value, ...changed.value };
        begin({ data: data.value, settings: chosen, steps: steps.value });
      }}
    >
      <p>{pictureWords.about}</p>
      <label>
        <span>{pictureWords.data}</span>
        <select value={data.value} onChange={(event) => (data.value = event.currentTarget.value)}>
          {datasets.map(({ spec, title, missing }) => (
            <option key={spec} value={spec} disabled={missing !== undefined}>
              {pictureWords.option(spec, title, missing)}
            </option>
          ))}
        </select>
      </label>
      <NetworkField networks={networks} network={network} />
      <label>
        <span>{pictureWords.steps}</span>
        <input
          type="number"
          min="1"
          max={MOST_STEPS}
          required
          value={steps.value}
          onInput={({ currentTarget: { valueAsNumber } }) => (steps.value = valueAsNumber)}
        />
      </label>
      <details>
        <summary>{pictureWords.settings}</summary>
        <SettingFields
          settings={settings}
          values={changed.value}
          onChange={(key, value) => (changed.value = { ...changed.value, [key]: value })}
        />
      </details>
      <div class="buttons">
        <button type="submit" class="primary">
          {pictureWords.begin}
        </button>
      </div>
    </form>
  );
}

/** A network's spec, typed or chosen. */
function NetworkField({ networks, network }: { networks: readonly string[]; network: Signal<string> }) {
  return (
    <label>
      <span>{pictureWords.network}</span>
      <input
        list="networks"
        required
        value={network.value}
        onInput={(event) => (network.value = event.currentTarget.value)}
      />
      <datalist id="networks">
        {networks.map((spec) => (
          <option key={spec} value={spec} />
        ))}
      </datalist>
    </label>
  );
}

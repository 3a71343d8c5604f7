/** What the browser keeps, taken along as one file, or forgotten. */
import { useSignal } from '@preact/signals';
import { saveJson } from '../elements/saveFile.js';
import { words } from '../words.js';
import { countEverything, everything, forgetEverything, type KeptCounts } from './everything.js';
import { keptWords } from './words.js';

/** Asks once before all is forgotten. */
export function KeptDrawer() {
  /** What would be forgotten, where the person is being asked. */
  const asked = useSignal<KeptCounts | undefined>(undefined);
  const said = useSignal<string | undefined>(undefined);
  const run = (act: () => Promise<void>) => (): void =>
    void act().catch((error: Error) => (said.value = words.connection.failed(error.message)));
  const save = run(async () => saveJson('agon-browser.json', await everything()));
  const ask = run(async () => void (asked.value = await countEverything()));
  const forget = run(async () => {
    await forgetEverything();
    asked.value = undefined;
    said.value = keptWords.forgotten;
  });
  return (
    <section class="kept-drawer">
      {asked.value ? (
        <div class="notice bad" role="alertdialog" aria-label={keptWords.forget}>
          <p>{keptWords.forgetAsk(asked.value)}</p>
          <div class="buttons">
            <button onClick={forget}>{keptWords.forgetYes}</button>
            <button class="primary" onClick={() => (asked.value = undefined)}>
              {keptWords.forgetNo}
            </button>
          </div>
        </div>
      ) : (
        <div class="buttons">
          <button onClick={save}>{keptWords.export}</button>
          <button onClick={ask}>{keptWords.forget}</button>
        </div>
      )}
      {said.value !== undefined && <p role="status">{said.value}</p>}
    </section>
  );
}

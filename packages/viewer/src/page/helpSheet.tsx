/** The `?` sheet: every key, and what the words on the page mean. */
import { useEffect, useRef } from 'preact/hooks';
import { words } from './words.js';

const { keys } = words.help;
/** Sections: title, then rows of keys and what they do. */
const SHEET: [title: string, rows: [keys: string[], does: string][]][] = [
  [
    words.help.everywhere,
    [
      [['?'], keys.help],
      [['Esc'], keys.close],
      [['T'], keys.theme],
      [['Shift Enter'], keys.fullScreen],
    ],
  ],
  [
    words.help.curves,
    [
      [[words.help.mouse.drag, words.help.mouse.double], words.help.zoom],
      [[words.help.mouse.click], words.help.toReplay],
    ],
  ],
  [
    words.help.replay,
    [
      [['Space'], keys.playPause],
      [['←', '→'], keys.step1],
      [['Shift ←', 'Shift →'], keys.step10],
      [['Home', 'End'], keys.ends],
      [['−', '+'], keys.speed],
      [['H'], keys.hints],
    ],
  ],
  [
    words.help.play,
    [
      [['←', '↑', '→', '↓'], keys.cursor],
      [['Enter'], keys.playThere],
      [['H'], keys.hints],
      [['O'], keys.ownership],
      [['U'], keys.undo],
      [['N'], keys.newGame],
    ],
  ],
  [
    words.help.byHand,
    [
      [['←', '↑', '→', '↓'], keys.byHandActions],
      [['F'], keys.byHandFire],
      [['Space'], keys.playPause],
      [['N'], keys.newGame],
    ],
  ],
];

/** A modal dialog; Escape, "?" and a click beside it close it. */
export function HelpSheet({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={words.help.title}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={(event) => event.key === '?' && close()}
    >
      <div class="sheet-body">
        <div class="row apart">
          <h2>{words.help.title}</h2>
          <button class="quiet" onClick={close}>
            {words.help.close}
          </button>
        </div>
        <div class="columns">
          {SHEET.map(([title, rows]) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl class="keys">
                {rows.map(([names, does]) => (
                  <div key={does}>
                    <dt>
                      {names.map((name) => (
                        <kbd key={name}>{name}</kbd>
                      ))}
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <h3>{words.help.meaningTitle}</h3>
        <dl class="meaning">
          {words.help.meaning.map(([word, meaning]) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}

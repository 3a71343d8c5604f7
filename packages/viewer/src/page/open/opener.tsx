/** Files that are dropped on the page, pasted, or chosen: whatever this page can show opens. */
import { crc32c, formatSpec } from '@agon/core';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isGame, shortSpec, watchSpec } from '../games.js';
import { putGame } from '../kept/games.js';
import { restoreEverything } from '../kept/everything.js';
import { arrivals, goTo } from '../route.js';
import { keepPageAgent } from '../server/pageAgents.js';
import type { OpenedGame } from './sgfReplay.js';
import { openWords } from './words.js';

/** What was opened last, and what there is to say about it. */
interface Shown {
  name: string;
  /** Where it has several games: one is to be chosen. */
  games: readonly OpenedGame[];
  said: readonly string[];
  isFailure?: boolean;
}

/** Until the person closes it, or leaves the page that it is about. */
const shown = signal<(Shown & { until: number }) | undefined>(undefined);

/** @param leads whether it leads to another page; of a collection other games may still be chosen */
function show(what: Shown, leads: boolean): void {
  const until = what.games.length > 1 ? Infinity : arrivals.value + (leads ? 1 : 0);
  shown.value = { ...what, until };
}
/** Faults of a large file that are told. */
const MOST_FAULTS = 5;

/** Opens a file; what is wrong with it is told on the page. */
export async function openFile(name: string, bytes: Uint8Array): Promise<void> {
  try {
    const { openBytes } = await import('./openBytes.js');
    const opened = await openBytes(name, bytes);
    if (opened.kind === 'agent') {
      const { checkpoint } = opened;
      await keepPageAgent(opened.name, checkpoint);
      show({ name, games: [], said: [openWords.opened(name)] }, true);
      const env = isGame(checkpoint.env) ? shortSpec(checkpoint.env) : watchSpec(checkpoint.env);
      goTo({ page: 'play', env, against: `page/${opened.name}` });
    } else if (opened.kind === 'everything') {
      const { games, agents } = await restoreEverything(opened.everything);
      show({ name, games: [], said: [openWords.restored(games, agents)] }, true);
      goTo({ page: 'own-games' });
    } else if (opened.games.length === 1) await showGame(name, opened.games[0], [], opened.faults);
    else show({ name, games: opened.games, said: opened.faults.slice(0, MOST_FAULTS) }, false);
  } catch (error) {
    const said = [openWords.cannotOpen(name, (error as Error).message)];
    show({ name, games: [], said, isFailure: true }, false);
  }
}

/** Keeps a game among the person's own, once for each file, and shows it. */
async function showGame(
  source: string,
  { replay, notes }: OpenedGame,
  others: readonly OpenedGame[],
  faults: readonly string[],
): Promise<void> {
  const id = `f${crc32c(new TextEncoder().encode(JSON.stringify(replay))).toString(36)}`;
  const env = shortSpec(formatSpec(replay.env, replay.options));
  const now = Date.now();
  const isOver = replay.ended?.reason !== 'limit';
  await putGame({
    ...{ format: 1, id, revision: 1, begun: now, changed: now },
    ...{ env, side: 0, isOver, source, replay },
  });
  const said = [openWords.opened(source), ...notes, ...faults.slice(0, MOST_FAULTS)];
  show({ name: source, games: others, said }, true);
  goTo({ page: 'own-game', id, step: 0 });
}

const openOne = async (file: File): Promise<void> =>
  openFile(file.name, new Uint8Array(await file.arrayBuffer()));

/** A button that opens a file, with words on the other ways. */
export function OpenButton() {
  return (
    <p class="open-button">
      <label class="button">
        {openWords.choose}
        <input
          type="file"

          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) void openOne(file);
            event.currentTarget.value = '';
          }}
        />
      </label>{' '}
      <span class="muted small">{openWords.hint}</span>
    </p>
  );
}

const isOverPage = signal(false);

/** Listens to the whole page; shows where to drop, what was opened, and which game of several to look at. */
export function Opener() {
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      isOverPage.value = true;
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) isOverPage.value = false;
    };
    const drop = (event: DragEvent): void => {
      isOverPage.value = false;
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      void openOne(file);
    };
    const paste = (event: ClipboardEvent): void => {
      if (event.target instanceof Element && event.target.closest('input, textarea')) return;
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData('text').trim() ?? '';
      if (file) void openOne(file);
      else if (/^[({]/.test(text)) void openFile(openWords.pasted, new TextEncoder().encode(text));
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, []);
  return (
    <>
      {isOverPage.value && <div class="drop-here">{openWords.drop}</div>}
      {shown.value && arrivals.value <= shown.value.until && <OpenedNotice {...shown.value} />}
    </>
  );
}

function OpenedNotice({ name, games, said, isFailure = false }: Shown) {
  return (
    <section class={`notice opened${isFailure ? ' bad' : ''}`} role={isFailure ? 'alert' : 'status'}>
      <div class="row apart">
        <strong>{games.length > 1 ? openWords.title(name, games.length) : ''}</strong>
        <button class="quiet" onClick={() => (shown.value = undefined)}>
          {openWords.close}
        </button>
      </div>
      {said.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {games.length > 1 && (
        <ol>
          {games.map((game, index) => (
            <li key={index}>
              <button class="quiet" onClick={() => void showGame(name, game, games, [])}>
                {openWords.game(game.replay.players.join(' – '), game.replay.actions.length)}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

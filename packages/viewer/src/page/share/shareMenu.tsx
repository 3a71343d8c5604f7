/** What a person can do with a game: save it as SGF, picture or replay, or send a link that holds it. */
import type { Drawing } from '@agon/envs';
import { replaySgf, type Replay } from '@agon/runs';
import { useSignal } from '@preact/signals';
import { pngOf } from '../board/paint.js';
import { saveFile, saveJson } from '../elements/saveFile.js';
import { formatRoute } from '../route.js';
import { words } from '../words.js';
import { gameCode, LONGEST_CODE } from './gameLink.js';
import { shareWords } from './words.js';

/** Pixels across a saved picture. */
const PICTURE_WIDTH = 1024;

interface ShareMenuProps {
  /** The id of the environment. */
  env: string;
  /** The game as it is now; called when it is saved. */
  replay: () => Replay;
  /** What is on the board. */
  drawing: Drawing;
  /** Whether the game is over; an unfinished one is saved without a result. */
  isOver: boolean;
}

/** Closed at first. */
export function ShareMenu({ env, replay, drawing, isOver }: ShareMenuProps) {
  const said = useSignal<string | undefined>(undefined);
  const link = useSignal<string | undefined>(undefined);
  const run = (act: (game: Replay, name: string) => Promise<void> | void) => (): void => {
    said.value = undefined;
    link.value = undefined;
    const game = replay();
    const name = `${env}-${game.actions.length}`;
    Promise.resolve()
      .then(() => act(game, name))
      .catch((error: Error) => (said.value = words.connection.failed(error.message)));
  };
  const copy = run(async (game) => {
    const code = await gameCode(game);
    if (code.length > LONGEST_CODE) {
      said.value = shareWords.tooLong;
      return;
    }
    const address = new URL(formatRoute({ page: 'shared', code, step: 0 }), location.href).href;
    link.value = address;
    const isCopied = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false, // not allowed: the link is there to be copied by hand
    );
    said.value = isCopied ? shareWords.copied : shareWords.linkHere;
  });
  return (
    <details class="panel share">
      <summary>
        <h2>{shareWords.title}</h2>
      </summary>
      <div class="buttons">
        {env === 'go' && (
          <button
            onClick={run((game, name) =>
              saveFile(
                `${name}.sgf`,
                new Blob([replaySgf(game, { isOver })], { type: 'application/x-go-sgf' }),
              ),
            )}
          >
            {shareWords.sgf}
          </button>
        )}
        <button
          onClick={run(async (_, name) => saveFile(`${name}.png`, await pngOf(drawing, PICTURE_WIDTH)))}
        >
          {shareWords.picture}
        </button>
        <button onClick={run((game, name) => saveJson(`${name}.json`, game))}>{shareWords.replay}</button>
        <button onClick={copy}>{shareWords.copy}</button>
      </div>
      {said.value !== undefined && (
        <p class="small" role="status">
          {said.value}
        </p>
      )}
      {link.value !== undefined && (
        <p class="small link">
          <a href={link.value}>{link.value}</a>
        </p>
      )}
    </details>
  );
}

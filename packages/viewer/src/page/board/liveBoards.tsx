/** The self-play games of a run while it trains, several boards at a time. */
import { drawState, makeGame, type Drawing, type Game } from '@agon/envs';
import type { LiveGame } from '@agon/learning';
import { useMemo } from 'preact/hooks';
import { SmallBoard } from './smallBoard.js';
import { boardWords } from './words.js';

/** The position of a game; moves that do not follow from each other (read while another game came to the board) end it early. */
function positionOf(game: Game, moves: readonly number[]): Drawing {
  const state = game.newInitialState();
  for (const action of moves) {
    if (state.isTerminal || !state.isLegal(action)) break;
    state.applyAssumeLegal(action);
  }
  return drawState(state);
}

/** One small board for each game, drawn from its moves. */
export function LiveBoards({ env, games }: { env: string; games: readonly LiveGame[] }) {
  const game = useMemo(() => makeGame(env), [env]);
  const drawings = useMemo(() => games.map(({ moves }) => positionOf(game, moves)), [games]);
  return (
    <section class="panel live-boards">
      <h2>{boardWords.selfPlay}</h2>
      <ul class="plain boards">
        {games.map(({ game: number, moves, isOver }, board) => (
          <li key={board} data-moves={moves.length}>
            <SmallBoard drawing={drawings[board]} />
            <span class="muted small">{boardWords.selfPlayGame(number + 1, moves.length, isOver)}</span>
          </li>
        ))}
      </ul>
      <p class="muted small">{boardWords.selfPlayHint}</p>
    </section>
  );
}

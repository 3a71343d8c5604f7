/** What a player thinks at one position: Q-values of an environment, or policy, visits and value of a board game. */
import type { Game } from '@agon/envs';
import { formatNumber, formatPercent, formatSigned } from '../format.js';
import { words } from '../words.js';
import { winRate, type ActionValues, type MoveThoughts, type Thoughts } from './thoughts.js';
import { thoughtWords } from './words.js';

/** Moves that are listed; more would hide the ones that matter. */
const MOST_MOVES = 10;

interface ThoughtsPanelProps {
  thoughts: Thoughts | undefined;
  /** Shown where there are no thoughts. */
  instead: string;
  /** The smallest and largest Q-value of the episode, so that bars keep one scale. */
  qRange?: readonly [low: number, high: number];
  /** Board games: whose point of view the values are from. */
  game?: Game;
  viewer: number;
}

/** `instead` where nothing is known. */
export function ThoughtsPanel({ thoughts, instead, qRange, game, viewer }: ThoughtsPanelProps) {
  if (!thoughts) return <p class="muted">{instead}</p>;
  if (thoughts.kind === 'env') return <QValues values={thoughts} range={qRange ?? [0, 1]} />;
  return game ? <Moves thoughts={thoughts} game={game} viewer={viewer} /> : null;
}

/** Where a bar for `value` begins and how long it is, as shares of the range. */
function barOf(value: number, [low, high]: readonly [number, number]): { start: number; size: number } {
  const span = high - low || 1;
  const zero = (Math.max(low, Math.min(high, 0)) - low) / span;
  const place = (value - low) / span;
  return { start: Math.min(zero, place), size: Math.abs(place - zero) };
}

function Bar({ value, range }: { value: number; range: readonly [number, number] }) {
  const { start, size } = barOf(value, range);
  return (
    <span class="bar-track" aria-hidden="true">
      <span class="bar-fill" style={{ left: `${start * 100}%`, width: `${size * 100}%` }} />
    </span>
  );
}

function QValues({ values, range }: { values: ActionValues; range: readonly [number, number] }) {
  return (
    <>
      <table class="thoughts q-values">
        <thead>
          <tr>
            <th scope="col">{thoughtWords.action}</th>
            <th scope="col" colSpan={2}>
              {thoughtWords.q}
            </th>
          </tr>
        </thead>
        <tbody>
          {values.actions.map(({ action, text, q, isChosen }) => (
            <tr key={action} class={isChosen ? 'chosen' : undefined}>
              <th scope="row">
                {text}
                {isChosen && <span class="sr-only"> ({thoughtWords.chosen})</span>}
              </th>
              <td class="bar-cell">{q !== null && <Bar value={q} range={range} />}</td>
              <td class="number">{q === null ? words.noValue : q.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted small">{thoughtWords.qHint}</p>
    </>
  );
}

function Moves({ thoughts, game, viewer }: { thoughts: MoveThoughts; game: Game; viewer: number }) {
  const { value, moves, player, line } = thoughts;
  const name = game.playerNames[game.numPlayers === 2 ? viewer : player];
  const hasVisits = moves.some(({ visits }) => visits !== undefined);
  const shown = moves.slice(0, MOST_MOVES);
  return (
    <>
      {value !== undefined && (
        <div class="value">
          <span>{thoughtWords.value(name)}</span>
          <Bar value={value} range={[-1, 1]} />
          <output>{formatSigned(value)}</output>
          <output class="muted">{formatPercent(winRate(value))}</output>
        </div>
      )}
      {moves.length > 0 && (
        <table class="thoughts moves">
          <thead>
            <tr>
              <th scope="col">{thoughtWords.move}</th>
              <th scope="col" class="number">
                {thoughtWords.prior}
              </th>
              {hasVisits && (
                <th scope="col" colSpan={2}>
                  {thoughtWords.visits}
                </th>
              )}
              <th scope="col" class="number">
                {thoughtWords.winRate(name)}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ action, text, prior, visits, share, q, isChosen }) => (
              <tr key={action} class={isChosen ? 'chosen' : undefined}>
                <th scope="row">
                  {text}
                  {isChosen && <span class="sr-only"> ({thoughtWords.chosen})</span>}
                </th>
                <td class="number">{prior === undefined ? words.noValue : formatPercent(prior)}</td>
                {hasVisits && (
                  <td class="bar-cell">
                    <Bar value={share} range={[0, 1]} />
                  </td>
                )}
                {hasVisits && <td class="number">{formatNumber(visits ?? 0)}</td>}
                <td class="number">
                  {q === undefined || visits === 0 ? words.noValue : formatPercent(winRate(q))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {moves.length > shown.length && (
        <p class="muted small">{thoughtWords.more(moves.length - shown.length)}</p>
      )}
      {line.length > 1 && <p class="small">{thoughtWords.line(line.join(' '))}</p>}
      <details class="small muted">
        <summary>{thoughtWords.legendTitle}</summary>
        <p>{thoughtWords.valueHint(name)}</p>
        <p>{thoughtWords.boardHint}</p>
        <p>
          {thoughtWords.movesHint} {shown.some(({ isChosen }) => isChosen) && thoughtWords.chosenHint}
        </p>
      </details>
    </>
  );
}

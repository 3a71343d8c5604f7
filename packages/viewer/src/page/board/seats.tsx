/** The players of a board game beside the board: stone, name, who is to move, stones taken. */
import { playerColours, type State } from '@agon/envs';
import { boardWords } from './words.js';

/** One player at one position. */
export interface Seat {
  /** The side's name: "black". */
  name: string;
  /** Who plays it. */
  agent: string;
  /** CSS colour of its stones; undefined in games without stones. */
  colour: string | undefined;
  isToMove: boolean;
  /** Stones that it has taken; undefined in games without captures. */
  captures: number | undefined;
}

/** A player as it stands in a position. */
export function seatOf(state: State, player: number, agent: string): Seat {
  const { playerNames } = state.game;
  const colours = playerColours(state.game);
  const colour = colours && `#${colours[player].toString(16).padStart(6, '0')}`;
  return {
    name: playerNames[player],
    agent,
    colour,
    isToMove: state.currentPlayer === player,
    captures: state.captures?.()[player],
  };
}

/** One line for each player, in the order of the game. */
export function Seats({ seats }: { seats: readonly Seat[] }) {
  return (
    <ul class="seats plain">
      {seats.map(({ name, agent, colour, isToMove, captures }) => (
        <li
          key={name}
          class={isToMove ? 'seat to-move' : 'seat'}
          aria-current={isToMove ? 'true' : undefined}
        >
          {colour !== undefined && <span class="stone" style={{ background: colour }} aria-hidden="true" />}
          <span class="seat-name">{name}</span>
          <span class="seat-agent muted">{agent}</span>
          {captures !== undefined && <span class="captures">{boardWords.captures(captures)}</span>}
        </li>
      ))}
    </ul>
  );
}

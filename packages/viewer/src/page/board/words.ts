/** Words beside a board: what was played, how it ended, what the player thinks. */
import { formatNumber } from '../format.js';

/** The words of positions, live games and results. */
export const boardWords = {
  selfPlay: 'Self-play, now',
  selfPlayGame: (game: number, moves: number, isOver: boolean) =>
    `Game ${formatNumber(game)}, ${isOver ? `over after ${moves}` : `move ${moves}`}`,
  selfPlayHint: 'Games that the agent is playing against itself to learn from. Some start with random moves.',
  won: (player: string) => `${player} has won.`,
  drawn: 'A draw.',
  overResigned: (player: string) => `${player} resigned.`,
  overForfeit: (player: string, text: string) => `${player} forfeited the game. ${text}`,
  captures: (count: number) => (count === 1 ? '1 captured' : `${formatNumber(count)} captured`),
  wonBy: (player: string, points: number) =>
    `${player} has won by ${formatNumber(points)} ${points === 1 ? 'point' : 'points'}.`,
  lastAction: (text: string) => `Last action: ${text}`,
  start0: 'Nothing has been played yet.',
  actions: {
    'no-op': 'nothing',
    left: 'left',
    up: 'up',
    right: 'right',
    down: 'down',
    fire: 'fire',
  } as Record<string, string>,
  noWebGL: 'This browser cannot draw the game (no WebGL). Its text form:',
} as const;

/** The words of `ThoughtsPanel`. */
export const thoughtWords = {
  title: 'What the player thinks',
  nothing: 'This player gives no analysis.',
  over: 'The game is over.',
  q: 'Q-values',
  qHint:
    'The discounted sum of rewards that the network expects after each action. The chosen action is marked.',
  action: 'Action',
  move: 'Move',
  prior: 'Policy',
  visits: 'Visits',
  winRate: (player: string) => `${player} wins`,
  value: (player: string) => `Value for ${player}`,
  legendTitle: 'What the numbers mean',
  valueHint: (player: string) =>
    `All values and win rates are from the point of view of ${player}, whoever is to move: a value of +1 is a win for ${player}, −1 a loss. The win rate says the same from 0 to 100 %; a draw counts half.`,
  boardHint:
    'On the board: the win rate in percent, with the visits below. Blue marks the move that the player would play, a white ring the move that was played.',
  movesHint:
    'Policy: what the network would play without search. Visits: how often the search tried the move. The first move is the one that the player plays: the most visited one, or one that is proved to win. During training it sometimes plays others.',
  line: (moves: string) => `Expected: ${moves}`,
  chosenHint: 'The chosen move is marked.',
  pointOfView: 'Point of view',
  turn: (player: string) => `${player} is to move.`,
  more: (count: number) => `and ${count} more`,
  chosen: 'chosen',
} as const;

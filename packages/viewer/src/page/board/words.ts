/** Words beside a board: what was played, how it ended, what the player thinks. */
import { formatNumber } from '../format.js';

/** The words of positions, live games and results. */
export const boardWords = {
  selfPlay: 'Self-play, now',
  selfPlayGame: (game: number, moves: number, isOver: boolean) =>
    `Game ${formatNumber(game)}, ${isOver ? `over after ${moves}` : `move ${moves}`}`,
  selfPlayHint:
    'Games that the agent plays against itself to learn from, as they are played. Some begin with random moves.',
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
  nothing: 'The player does not tell what it thinks.',
  over: 'It is over: there is nothing left to think about.',
  q: 'Q-values',
  qHint:
    'The sum of discounted rewards that the network expects after each action. The marked one was chosen.',
  action: 'Action',
  move: 'Move',
  prior: 'Policy',
  visits: 'Visits',
  winRate: (player: string) => `${player} wins`,
  value: (player: string) => `Value for ${player}`,
  legendTitle: 'What the numbers mean',
  valueHint: (player: string) =>
    `All values and win rates are seen by ${player}, whoever is to move: value +1 is a win for ${player}, −1 a loss; the win rate is the same from 0 to 100 %, a draw counting half.`,
  boardHint:
    'On the board: the win rate in percent, below it the visits; blue is the move that the player plays, a white ring the one that was played in the game.',
  movesHint:
    'Policy: what the network would play before it searches. Visits: how often the search tried the move. The first move is the one that the player plays: the most visited one, or one that is proved to win; while it learns, it also plays others.',
  line: (moves: string) => `Expected: ${moves}`,
  chosenHint: 'The marked move was chosen.',
  pointOfView: 'Seen by',
  turn: (player: string) => `${player} is to move.`,
  more: (count: number) => `and ${count} more`,
  chosen: 'chosen',
} as const;

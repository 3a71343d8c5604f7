/** Words of playing and watching. */
import { formatDecimals } from '@agon/core';
import { formatNumber } from '../format.js';

/** The words of `PlayPage` and of its games. */
export const playWords = {
  title: 'Play',
  againstTitle: 'Against an agent',
  noAgents: 'No agent has been trained on a board game yet. Train one:',
  noAgentsCommand: 'npx agon train alphazero --env tic_tac_toe --minutes 2',
  watchTitle: 'Watch an agent',
  byHandTitle: 'With the keyboard',
  player: 'Player',
  byHand: 'you, with the keyboard',
  opponent: 'Opponent',
  untrained: {
    mcts: 'search without a network',
    solver: 'perfect player',
    scripted: 'scripted player',
    random: 'random player',
  },
  trainedFor: (run: string, step: number) => `${run} (${formatNumber(step)} steps)`,
  visits: 'Simulations per move',
  visitsCount: (count: string) => `${count} simulations per move`,
  defaultVisits: 'its default',
  otherGames: 'Other games and agents',
  loading: 'Loading the agent …',
  thinking: 'The agent is thinking …',
  yourTurn: (player: string) => `Your turn: you play ${player}.`,
  won: 'You have won.',
  lost: 'The agent has won.',
  drawn: 'A draw.',
  failed: (message: string) => `The agent failed: ${message}`,
  newGame: 'New game',
  undo: 'Take back',
  resign: 'Resign',
  review: 'Replay and analyse',
  playOn: 'Play on after all',
  you: 'you',
  ownership: 'Territory',
  expectedLead: (player: string, points: number) =>
    `The agent expects ${player} to lead by ${formatDecimals(points, 1)} points.`,
  noTerritory: 'This agent does not predict territory.',
  territoryThinking: 'The agent is estimating the territory …',
  rules: 'Rules',
  ruleNames: {
    size: 'Board size',
    komi: 'Komi',
    handicap: 'Handicap stones',
    connect: 'Stones in a row',
  } as Record<string, string>,
  hints: 'Hints',
  side: 'You play',
  agentThought: (milliseconds: number) =>
    `The agent took ${formatNumber(Math.round(milliseconds))} ms for its last move.`,
  hintsTitle: 'What the agent would play in your place',
  hintsOff: 'Hints are off. Press H to see what the agent would play in your place.',
  hintsWait: 'Hints come when it is your turn.',
  hintsThinking: 'The agent is working out what it would play in your place …',
  movesPlayed: (moves: string) => `Moves: ${moves}`,
  score: 'Return so far',
  steps: 'Steps',
  over: 'The game is over.',
  paused: 'Paused. Press space to continue.',
  ready: 'Press space or an action key to start.',
  running: 'Playing.',
  waiting: 'Time stands still until you press an action key.',
  start: 'Start',
  pause: 'Pause',
  goOn: 'Continue',
  speed: 'Speed',
  person: 'a person',
} as const;

/** The words of `WatchEnv`. */
export const watchWords = {
  status: (status: string, agent: string) =>
    ({
      paused: `${agent} is paused. Press space to continue.`,
      over: 'The game is over; the next one begins.',
    })[status] ?? `${agent} plays.`,
} as const;

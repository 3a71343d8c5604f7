/** Words of replays and of their analysis. */
import { formatNumber } from '../format.js';

/** The words of `ReplayPage`. */
export const replayWords = {
  game: (id: string) => `Game ${id}`,
  episode: (id: string) => `Episode ${Number(id.split('-')[1]) + 1}`,
  title: (step: string) => `Replay of ${step}`,
  position: (position: number, length: number) => `${formatNumber(position)} of ${formatNumber(length)}`,
  players: (names: string) => `Played by ${names}.`,
  seat: (agent: string, player: string) => `${agent} (${player})`,
  against: (first: string, second: string) => `${first} against ${second}`,
  episodeOf: (episode: string, agent: string) => `${episode} of ${agent}`,
  score: 'Return so far',
  finalScore: 'Return at the end',
  start: 'Start',
  end: 'End',
  back10: 'Ten steps back',
  back1: 'One step back',
  forward1: 'One step forward',
  forward10: 'Ten steps forward',
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  scrub: 'Position',
  diverged: (message: string) => `This replay cannot be trusted beyond this point: ${message}`,
  verified: 'Replayed with the rules in this page: all recorded hashes and the result match.',
  overLimit: 'The recording was cut at the step limit.',
  graph: {
    score: 'Return so far',
    q: 'Largest Q-value',
    winRate: (player: string) => `Win rate of ${player}, %`,
  },
  hintsOnBoard: 'Show on the board (H)',
  graphHint: 'Click to go there.',
  unsureHint: (visits: number) => `Faint points have fewer than ${visits} visits.`,
  lastMove: (number: number, player: string, text: string) => `Move ${number}: ${player} ${text}`,
} as const;

/** The words of `AnalysisPanel`. */
export const analysisWords = {
  title: 'Analyse the game',
  agent: 'With',
  visits: 'Simulations per position',
  start: 'Analyse',
  stop: 'Stop',
  kept: (agent: string) => `What is shown was thought by ${agent}; this browser keeps it.`,
  progress: (done: number, of: number) => `${formatNumber(done)} of ${formatNumber(of)} positions.`,
} as const;

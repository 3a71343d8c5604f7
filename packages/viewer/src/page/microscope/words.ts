/** Words of the search microscope. */
import type { Way } from './microscopeService.js';

const WAY_NAMES: Readonly<Record<Way, string>> = {
  own: 'as the agent does',
  puct: 'PUCT (AlphaZero)',
  uct: 'UCT (Kocsis & Szepesvári)',
  gumbel: 'Gumbel, sequential halving',
};

export const microscopeWords = {
  title: 'Search microscope',
  question:
    'How does a tree search spend its simulations, and why does it look at one move and not at another?',
  about:
    'One search, simulation by simulation, on the live network of the agent. Each simulation walks to the move whose two numbers have the largest sum: what is known of it, and what is worth finding out. Choose a move to go down the tree.',
  allLessons: 'All lessons',
  agent: 'Agent',
  choose: 'Choose an agent …',
  way: 'Moves are chosen',
  wayName: (way: Way): string => WAY_NAMES[way],
  budget: 'Simulations in all',
  simulations: (done: number, budget: number) => `Simulation ${done} of ${budget}`,
  scrub: 'Simulation',
  before: 'One back',
  after: 'One more',
  play: 'Play',
  pause: 'Pause',
  root: 'root',
  path: 'Where in the tree',
  searchHere: 'Search from here',
  start: 'Back to the start of the game',
  walk: (moves: readonly string[]) =>
    moves.length === 0 ? 'The search is done.' : `The next simulation walks ${moves.join(' → ')}.`,
  value: (visits: number, value: string, raw: string) =>
    `${visits} visits, value ${value} for the player to move; the network alone said ${raw}.`,
  over: 'The game is over here.',
  move: 'Move',
  visits: 'N',
  visitsMeaning: 'visits: simulations that went this way',
  prior: 'P',
  priorMeaning: 'the probability that the network gives the move',
  q: 'Q',
  qMeaning: 'the mean return of those simulations',
  parts: {
    puct: ['Q so far', 'U = c P √N / (1 + n)'],
    uct: ['Q so far', 'U = c √(ln N / n)'],
    gumbel: ['improved policy', 'noise, or − visits’ share'],
    own: ['known', 'to find out'],
  } satisfies Record<Way, readonly [string, string]>,
  sum: 'Sum',
  next: 'next',
  left: 'left out by the halving for now',
  loading: 'Loading the network …',
  noSearch: (agent: string) => `${agent} does not search. Choose another agent.`,
  notLoaded: 'No search is open.',
};

/** Commentary in English. Every fact has several wordings; those of deeds go on from the player's name. */
import type { Deed, News } from '../facts.js';

type Wordings<T extends { kind: string }> = {
  readonly [Kind in T['kind']]: readonly ((fact: Extract<T, { kind: Kind }>, other: string) => string)[];
};

const stones = (count: number): string => (count === 1 ? 'one stone' : `${count} stones`);
const them = (count: number): string => (count === 1 ? 'it' : 'them');
const points = (count: number): string => (count === 1 ? 'one point' : `${count} points`);

/** "D4, E5 and C3" */
export function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** @param other the other player's name */
export const deedWordings: Wordings<Deed> = {
  plays: [
    ({ move }) => `plays ${move}`,
    ({ move }) => `moves at ${move}`,
    ({ move }) => `chooses ${move}`,
    ({ move }) => `goes to ${move}`,
  ],
  passes: [() => 'passes', () => 'lets the turn go by', () => 'does not move'],
  captures: [
    (deed, other) => `captures ${stones(deed.stones)} of ${other}`,
    (deed) => `takes ${stones(deed.stones)}`,
    (deed) => `removes ${stones(deed.stones)} from the board`,
  ],
  suicide: [
    (deed) => `loses ${stones(deed.stones)} by it`,
    (deed) => `takes ${stones(deed.stones)} of its own off the board`,
  ],
  atari: [
    (deed) => `puts ${stones(deed.stones)} in atari`,
    (deed, other) => `leaves ${stones(deed.stones)} of ${other} one liberty`,
    (deed, other) => `threatens to take ${stones(deed.stones)} of ${other}`,
  ],
  ladder: [
    (deed) => `catches ${stones(deed.stones)} that cannot get away any more`,
    (deed) => `has ${stones(deed.stones)} in a ladder that works`,
    (deed, other) => `drives ${stones(deed.stones)} of ${other} towards the end, with no escape`,
  ],
  saves: [
    (deed) => `saves ${stones(deed.stones)} from atari`,
    (deed) => `brings ${stones(deed.stones)} out of atari`,
    (deed) => `gives ${stones(deed.stones)} in atari new liberties`,
  ],
  selfAtari: [
    (deed) => `leaves ${stones(deed.stones)} of its own with one liberty`,
    (deed) => `puts ${stones(deed.stones)} of its own in atari`,
    (deed, other) => `risks ${stones(deed.stones)}, as ${other} can take ${them(deed.stones)}`,
  ],
  connects: [
    ({ chains }) => `connects ${chains} chains`,
    ({ chains }) => `joins ${chains} chains into one`,
    ({ chains }) => `makes one chain of ${chains}`,
  ],
  ko: [
    (_deed, other) => `begins a ko that ${other} may not take back at once`,
    () => 'takes the ko',
    (_deed, other) => `takes a ko, and ${other} has to wait`,
  ],
  turns: [
    (deed) => `turns ${stones(deed.stones)}`,
    (deed, other) => `turns over ${stones(deed.stones)} of ${other}`,
    (deed) => `wins ${stones(deed.stones)} over`,
  ],
  corner: [() => 'takes a corner for good', () => 'gets a corner', () => 'occupies a corner'],
  threatens: [
    ({ moves }) => `threatens to win at ${listed(moves)}`,
    ({ moves }) => `would win with ${moves.join(' or ')} next`,
    ({ moves }) =>
      moves.length > 1 ? `has ${moves.length} ways to win next` : `has a way to win next, ${moves[0]}`,
  ],
  blocks: [
    (_deed, other) => `keeps ${other} from winning there`,
    () => 'blocks in time',
    (_deed, other) => `stops the threat of ${other}`,
  ],
};

type Named<T> = T extends { player: number } ? Omit<T, 'player'> & { player: string } : T;

/** Sentences, with players by their names. */
export const newsWordings: {
  readonly [Kind in News['kind']]: readonly ((news: Named<Extract<News, { kind: Kind }>>) => string)[];
} = {
  leads: [
    (news) => `as the board stands ${news.player} leads by ${points(news.points)}.`,
    (news) => `now ${news.player} is ahead by ${points(news.points)}.`,
    (news) => `${news.player} takes the lead, by ${points(news.points)}.`,
  ],
  wins: [
    (news) => `${news.player} wins${by(news.points)}.`,
    (news) => `the game is over: ${news.player} has won${by(news.points)}.`,
    (news) => `that wins the game for ${news.player}${by(news.points)}.`,
  ],
  drawn: [() => 'the game is drawn.', () => 'nobody wins.', () => 'the game ends in a draw.'],
};

const by = (count: number | undefined): string => (count === undefined ? '' : ` by ${points(count)}`);

/** Of an episode where one plays alone. */
export const rewardWordings = {
  gains: [
    (amount: string) => `A reward of ${amount}.`,
    (amount: string) => `That brings ${amount}.`,
    (amount: string) => `${amount} more.`,
  ],
  losses: [
    (amount: string) => `That costs ${amount}.`,
    (amount: string) => `A loss of ${amount}.`,
    (amount: string) => `${amount} less.`,
  ],
} as const;

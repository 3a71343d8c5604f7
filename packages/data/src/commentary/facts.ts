/** What there is to tell of a move: facts that the rules know. Players are seats, 0 and 1. */

/** What a player did with a move. Counts of stones are 1 or more. */
export type Deed =
  | { readonly kind: 'plays'; readonly move: string }
  | { readonly kind: 'passes' }
  /** Takes stones of the other player off the board. */
  | { readonly kind: 'captures'; readonly stones: number }
  /** Takes own stones off the board. */
  | { readonly kind: 'suicide'; readonly stones: number }
  /** Leaves stones of the other player one liberty. */
  | { readonly kind: 'atari'; readonly stones: number }
  /** The same of stones that cannot get away any more. */
  | { readonly kind: 'ladder'; readonly stones: number }
  /** Gives own stones that had one liberty more of them. */
  | { readonly kind: 'saves'; readonly stones: number }
  /** Leaves own stones one liberty. */
  | { readonly kind: 'selfAtari'; readonly stones: number }
  /** Joins chains that were apart. */
  | { readonly kind: 'connects'; readonly chains: number }
  /** The other player may not take back at once. */
  | { readonly kind: 'ko' }
  /** Turns stones over. */
  | { readonly kind: 'turns'; readonly stones: number }
  | { readonly kind: 'corner' }
  /** Would win with each of these moves next; the other player can stop one of them at most. */
  | { readonly kind: 'threatens'; readonly moves: readonly string[] }
  /** Takes the place where the other player would have won. */
  | { readonly kind: 'blocks' };

/** How the game stands after a move. `points` may be half ones. */
export type News =
  /** Ahead as the board stands, which the other player was before, or nobody. */
  | { readonly kind: 'leads'; readonly player: number; readonly points: number }
  | { readonly kind: 'wins'; readonly player: number; readonly points?: number }
  | { readonly kind: 'drawn' };

/** All that is told of a move; the first deed says what was played. */
export interface MoveFacts {
  readonly player: number;
  readonly deeds: readonly Deed[];
  readonly news: readonly News[];
}

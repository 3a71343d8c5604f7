/** Words of kept games. */

/** Where a game is kept, or cannot be. */
export const keptWords = {
  notKept: (message: string) =>
    `This browser keeps no games (${message}). What you play here is gone when the page is closed.`,
  noGame: 'This game is not in this browser: it was played in another one, or deleted. Here is a new one.',
  otherRules:
    'This game was played by other rules than this version has, so it cannot be continued. Here is a new one.',
  fresh: 'A new game.',
  back: 'Back to the one before',
} as const;

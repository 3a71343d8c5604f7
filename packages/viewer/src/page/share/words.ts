/** Words of saving games and of links that hold one. */

/** What a person saves, and what a link may lack. */
export const shareWords = {
  title: 'Save or share',
  sgf: 'SGF',
  picture: 'Picture (PNG)',
  replay: 'Replay file',
  copy: 'Copy a link',
  copied: 'The link is in the clipboard. It holds the whole game: whoever opens it with this page sees it.',
  linkHere: 'This link holds the whole game:',
  tooLong: 'This game is too long for a link: save it as a replay file.',
  link: 'the link',
  damaged: 'the link is damaged or incomplete: copy it again, as a whole.',
  otherRules:
    'the link holds a game that was played by other rules than this version has; it cannot be shown.',
  shared: 'A shared game',
} as const;

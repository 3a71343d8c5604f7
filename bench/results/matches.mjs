/** Opponents of matches, and what a match comes to. */

/** Area scoring; it takes all dead stones from the board before it passes, since the referee counts what stands. */
export const gnugo = (level, more = '') =>
  `gtp:"gnugo --mode gtp --level ${level} --chinese-rules --capture-all-dead --never-resign${more}"`;

/** What a tournament says of its first agent against its second. */
export const against = ({ pairs: [{ wins, draws, losses }] }) => ({
  wins,
  draws,
  games: wins + draws + losses,
});

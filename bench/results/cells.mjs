/** Texts of table cells. */

/** Seconds as "42 s", "7 min" or "1.5 h". */
export function duration(seconds) {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return seconds < 100 * 60 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** A share as "91.5 %". */
export const percent = (share) => `${fixed(100 * share)} %`;

/** Mistakes on sets of positions of Connect Four, a share for each. */
export const mistakeRates = (sets) =>
  Object.values(sets)
    .map(({ mistakes, positions }) => percent(mistakes / positions))
    .join(', ');

/** A mean with the ends of its interval, as "12.5 [10.1, 14.9]". */
export const withInterval = (mean, ends, digits = 1) =>
  `${fixed(mean, digits)} [${ends.map((end) => fixed(end, digits)).join(', ')}]`;

/** A number with so many digits after the point; −0.002 is 0.00. */
export function fixed(value, digits = 1) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}

/** A score of games as "91.5 % [86.8, 94.6]": wins and half the draws, with Wilson's 95 % interval. */
export function score({ wins, draws, games }) {
  const [low, high] = scoreInterval({ wins, draws, games });
  const ends = [low, high].map((end) => fixed(100 * end));
  return `${percent((wins + draws / 2) / games)} [${ends.join(', ')}]`;
}

/** A score as a difference in Elo, "+85 [+31, +144]", by the same interval; ±∞ where nothing was won or lost. */
export function elo(games) {
  const share = (games.wins + games.draws / 2) / games.games;
  const text = (each) => {
    const points = 400 * Math.log10(each / (1 - each));
    if (!Number.isFinite(points)) return points > 0 ? '+∞' : '−∞';
    return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(0)}`;
  };
  return `${text(share)} [${scoreInterval(games).map(text).join(', ')}]`;
}

/** Wilson's 95 % interval of a score; draws make it a little too wide. */
export function scoreInterval({ wins, draws, games }) {
  const z = 1.959964;
  const share = (wins + draws / 2) / games;
  const middle = share + (z * z) / (2 * games);
  const half = z * Math.sqrt((share * (1 - share)) / games + (z * z) / (4 * games * games));
  const scale = 1 + (z * z) / games;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

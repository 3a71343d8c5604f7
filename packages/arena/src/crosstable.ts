/** The crosstable of a tournament of board games: one row and one column for each player, as text, CSV and HTML. */
import { formatDecimals } from '@agon/core';
import { byStrength, type GameStandings, type PairRow, type PlayerRow } from './standings.js';
import { shareText } from './statistics.js';

/** A cell: what the row's player did against the column's. */
interface Cell {
  wins: number;
  draws: number;
  losses: number;
}

/** A player's row: its standing, and a cell for each player. */
export interface CrosstableRow extends PlayerRow {
  /** 1 is the strongest. */
  place: number;
  /** In the order of the rows; null against itself and where there were no games. */
  cells: (Cell | null)[];
}

const cellOf = (pair: PairRow, agent: string): Cell =>
  pair.a === agent
    ? { wins: pair.wins, draws: pair.draws, losses: pair.losses }
    : { wins: pair.losses, draws: pair.draws, losses: pair.wins };

/** The rows, the strongest first. */
export function crosstable({ players, pairs }: GameStandings): CrosstableRow[] {
  const ordered = [...players].sort(byStrength);
  return ordered.map((player, i) => ({
    ...player,
    place: i + 1,
    cells: ordered.map((other) => {
      const pair = pairs.find(
        ({ a, b }) => (a === player.agent && b === other.agent) || (b === player.agent && a === other.agent),
      );
      return pair && pair.games > 0 ? cellOf(pair, player.agent) : null;
    }),
  }));
}

const signed = (elo: number): string => (elo > 0 ? '+' : '') + Math.round(elo);

/** A rating as text, "+35"; "above" and "below" the rated players, and "–" where nothing is known. */
export const eloText = ({ elo, unrated }: Pick<PlayerRow, 'elo' | 'unrated'>): string =>
  elo !== null ? signed(elo) : unrated === 'above' || unrated === 'below' ? unrated : '–';

/** The interval of a rating as text, "+10 to +60"; "given" for an anchor. */
export function eloIntervalText({ ci95 }: Pick<PlayerRow, 'ci95'>): string {
  if (!ci95) return '–';
  return ci95[0] === ci95[1] ? 'given' : `${signed(ci95[0])} to ${signed(ci95[1])}`;
}

/** A share of which some is lost and some is won: never 0.0 or 100.0 %. */
const percent = (share: number): string => `${Math.max(0.1, Math.min(99.9, 100 * share)).toFixed(1)} %`;

const scoreText = ({ wins, draws, games }: PlayerRow): string =>
  games ? shareText(wins + draws / 2, games, percent) : '–';

const HEADS = ['', 'agent', 'Elo', '95 %', 'score', 'games', 'wins', 'draws', 'losses'];

/** All cells of the table as text, the head first; `cell` writes the crosstable's own part. */
function grid(standings: GameStandings, cell: (cell: Cell | null) => string): string[][] {
  const rows = crosstable(standings);
  return [
    [...HEADS, ...rows.map(({ place }) => String(place))],
    ...rows.map((row) => [
      String(row.place),
      row.agent,
      eloText(row),
      eloIntervalText(row),
      scoreText(row),
      ...[row.games, row.wins, row.draws, row.losses].map(String),
      ...row.cells.map(cell),
    ]),
  ];
}

const dashed = (cell: Cell | null): string => (cell ? `${cell.wins}-${cell.draws}-${cell.losses}` : '·');

/** The cells as text, the row of heads first; against each other wins-draws-losses. */
export const crosstableCells = (standings: GameStandings): string[][] => grid(standings, dashed);

/** Aligned text, without a line's trailing spaces. */
export function crosstableText(standings: GameStandings): string {
  const lines = crosstableCells(standings);
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) =>
    line
      .map((part, column) => (column === 1 ? part.padEnd(widths[column]) : part.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
  return text.join('\n') + '\n';
}

/** Comma-separated values (RFC 4180): numbers without units, empty where a rating is not finite; cells as wins-draws-losses. */
export function crosstableCsv(standings: GameStandings): string {
  const rows = crosstable(standings);
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const heads = [
    'place',
    'agent',
    'elo',
    'elo_low',
    'elo_high',
    'games',
    'wins',
    'draws',
    'losses',
    'forfeits',
  ];
  const lines = rows.map((row) => {
    const { place, agent, elo, ci95, games, wins, draws, losses, forfeits } = row;
    const numbers = [elo, ...(ci95 ?? [null, null])].map((value) =>
      value === null ? '' : formatDecimals(value, 2),
    );
    return [
      place,
      agent,
      ...numbers,
      games,
      wins,
      draws,
      losses,
      forfeits,
      ...row.cells.map((cell) => (cell ? dashed(cell) : '')),
    ];
  });
  const table = [[...heads, ...rows.map(({ agent }) => `against ${agent}`)], ...lines];
  return table.map((line) => line.map((part) => quote(String(part))).join(',') + '\r\n').join('');
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE =
  'body{font:16px/1.4 system-ui,sans-serif;margin:2rem;color-scheme:light dark}' +
  'table{border-collapse:collapse;font-variant-numeric:tabular-nums}' +
  'th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #8884}td:nth-child(2),th:nth-child(2){text-align:left}';

/** A page of its own, without scripts. */
export function crosstableHtml(standings: GameStandings, title: string): string {
  const [head, ...rows] = grid(standings, dashed);
  const line = (parts: string[], tag: 'th' | 'td'): string =>
    `<tr>${parts.map((part) => `<${tag}>${escapeHtml(part)}</${tag}>`).join('')}</tr>`;
  const notes = standings.warnings.map((warning) => `<p>${escapeHtml(warning)}</p>`);
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escapeHtml(title)}</h1>`,
    `<table><thead>${line(head, 'th')}</thead><tbody>`,
    ...rows.map((row) => line(row, 'td')),
    '</tbody></table>',
    '<p>Cells are wins-draws-losses of the row against the column.</p>',
    ...notes,
    '</body></html>',
    '',
  ].join('\n');
}

/** The table of a tournament as text: ratings for board games, scores for environments. */
import type { TournamentResult } from '@agon/arena';
import { formatCount, formatNumber, formatShare } from './format.js';
import { table } from './output.js';
import { paint } from './paint.js';

type Games = Extract<TournamentResult, { kind: 'game' }>;
type Scores = Extract<TournamentResult, { kind: 'env' }>;

/** The table, and what to know about it, as lines for `stream`. */
export function describeStandings(
  result: TournamentResult,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  const text = result.kind === 'game' ? describeGames(result, stream) : describeScores(result, stream);
  return [text, ...result.warnings.map((warning) => `${paint('yellow', 'note:', stream)} ${warning}`)].join(
    '\n',
  );
}

const interval = ([low, high]: readonly [number, number], format: (value: number) => string): string =>
  `${format(low)} to ${format(high)}`;

function describeGames(result: Games, stream: NodeJS.WriteStream): string {
  const elo = (value: number): string => `${value > 0 ? '+' : ''}${Math.round(value)}`;
  const order = result.players
    .map((_, index) => index)
    .sort((a, b) => result.players[b].elo - result.players[a].elo);
  const rows = order.map((index, place) => {
    const { agent, elo: rating, ci95, games, wins, draws, losses } = result.players[index];
    const share = games ? formatShare((wins + draws / 2) / games) : '–';
    return [
      String(place + 1),
      agent,
      elo(rating),
      interval(ci95, elo),
      share,
      ...[games, wins, draws, losses].map(String),
    ];
  });
  const right = ['Elo', '95 %', 'score', 'games', 'wins', 'draws', 'losses'].map((head) => ({
    head,
    align: 'right' as const,
  }));
  const players = table([{ head: '' }, { head: 'agent' }, ...right], rows, stream);
  const pairs = result.pairs.map((pair) => [
    pair.a,
    'against',
    pair.b,
    [
      formatCount(pair.wins, 'win'),
      formatCount(pair.draws, 'draw'),
      formatCount(pair.losses, 'loss', 'losses'),
    ].join(', '),
    `${elo(pair.difference)} (${interval(pair.ci95, elo)})`,
    formatShare(pair.superiority),
    pair.pentanomial.join(' '),
  ]);
  const heads = ['pair', '', '', 'games', 'Elo', 'superior', 'pairs of 0 ½ 1 1½ 2'];
  const parts = [
    players,
    '',
    table(
      heads.map((head) => ({ head })),
      pairs,
      stream,
    ),
  ];
  if (result.sprt) parts.push(describeSprt(result.sprt));
  return parts.join('\n');
}

function describeSprt({
  elo0,
  elo1,
  model,
  llr,
  lower,
  upper,
  decision,
}: NonNullable<Games['sprt']>): string {
  const outcome = decision === 'continue' ? 'not decided yet' : `${decision} is accepted`;
  return `sequential test of ${elo0} against ${elo1} Elo (${model ?? 'normalised'}): LLR ${llr.toFixed(2)} (${lower.toFixed(2)}, ${upper.toFixed(2)}), ${outcome}`;
}

function describeScores(result: Scores, stream: NodeJS.WriteStream): string {
  const ordered = [...result.players].sort((a, b) => b.mean - a.mean);
  const rows = ordered.map(({ agent, mean, ci95, iqm, episodes }, place) => [
    String(place + 1),
    agent,
    formatNumber(mean),
    interval(ci95, formatNumber),
    formatNumber(iqm),
    String(episodes),
  ]);
  const right = ['mean return', '95 %', 'IQM', 'episodes'].map((head) => ({ head, align: 'right' as const }));
  const players = table([{ head: '' }, { head: 'agent' }, ...right], rows, stream);
  const pairs = result.pairs.map(({ a, b, probabilityOfImprovement: chance }) => {
    const [better, other, share] = chance >= 0.5 ? [a, b, chance] : [b, a, 1 - chance];
    return [better, 'does better than', other, `in ${formatShare(share)} of pairs of episodes`];
  });
  return `${players}\n\n${table([{ head: 'pair' }, { head: '' }, { head: '' }, { head: '' }], pairs, stream)}`;
}

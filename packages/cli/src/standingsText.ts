/** The table of a tournament as text: ratings for board games, scores for environments. */
import { byStrength, eloIntervalText, eloText, shareText, type TournamentResult } from '@agon/arena';
import { formatDecimals } from '@agon/core';
import { endsText } from './evaluationText.js';
import { formatChance, formatCount, formatNumber, formatShare } from './format.js';
import type { LineStream } from './lineRoom.js';
import { table } from './tableText.js';
import { paint } from './paint.js';

type Games = Extract<TournamentResult, { kind: 'game' }>;
type Scores = Extract<TournamentResult, { kind: 'env' }>;

/** The table, and what to know about it, as lines for `stream`. */
export function describeStandings(result: TournamentResult, stream: LineStream = process.stdout): string {
  const text = result.kind === 'game' ? describeGames(result, stream) : describeScores(result, stream);
  return [text, ...result.warnings.map((warning) => `${paint('yellow', 'note:', stream)} ${warning}`)].join(
    '\n',
  );
}

/** Where a number is not known. */
const NONE = '–';

const shown = (value: number | null): string => (value === null ? NONE : formatNumber(value));

function describeGames(result: Games, stream: LineStream): string {
  const rows = [...result.players].sort(byStrength).map((player, place) => {
    const { agent, games, wins, draws, losses } = player;
    return [
      String(place + 1),
      agent,
      eloText(player),
      eloIntervalText(player),
      games ? shareText(wins + draws / 2, games, formatShare) : NONE,
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
    eloText({ elo: pair.difference }) + (pair.ci95 ? ` (${eloIntervalText(pair)})` : ''),
    pair.superiority === null ? NONE : formatChance(pair.superiority),
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

const hundredths = (value: number): string => formatDecimals(value, 2);

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
  return `sequential test of ${elo0} against ${elo1} Elo (${model ?? 'normalised'}): LLR ${hundredths(llr)} (${hundredths(lower)}, ${hundredths(upper)}), ${outcome}`;
}

function describeScores(result: Scores, stream: LineStream): string {
  const ordered = [...result.players].sort((a, b) => (b.mean ?? -Infinity) - (a.mean ?? -Infinity));
  const rows = ordered.map(({ agent, mean, ci95, iqm, episodes }, place) => [
    String(place + 1),
    agent,
    shown(mean),
    endsText(ci95),
    shown(iqm),
    String(episodes),
  ]);
  const right = ['mean return', '95 %', 'IQM', 'episodes'].map((head) => ({ head, align: 'right' as const }));
  const players = table([{ head: '' }, { head: 'agent' }, ...right], rows, stream);
  const episodesOf = new Map(result.players.map(({ agent, episodes }) => [agent, episodes]));
  const pairs = result.pairs.flatMap(({ a, b, probabilityOfImprovement: chance }) => {
    if (chance === null) return [];
    const [better, other, share] = chance >= 0.5 ? [a, b, chance] : [b, a, 1 - chance];
    const compared = (episodesOf.get(a) ?? 0) * (episodesOf.get(b) ?? 0);
    const text = shareText(share * compared, compared, (part) => `${formatShare(part)} of`);
    return [[better, 'does better than', other, `in ${text} pairs of episodes`]];
  });
  return `${players}\n\n${table([{ head: 'pair' }, { head: '' }, { head: '' }, { head: '' }], pairs, stream)}`;
}

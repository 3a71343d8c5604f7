/** `agon sprt`: a match in numbers, from its counts, without playing. */
import { matchStatistics, parseSprt, shareText, sprt as test, type Counts } from '@agon/arena';
import { AgonError, formatDecimals } from '@agon/core';
import { formatChance, formatCount, formatShare } from '../format.js';
import { print, printJson } from '../output.js';

/** The command's flags. `bounds`: as `parseSprt` reads them. */
export interface SprtFlags {
  /** Three or five counts, separated by commas. */
  counts: string;
  bounds: string;
  json?: boolean;
}

const hundredths = (value: number): string => formatDecimals(value, 2);

/** Prints score, Elo, log-likelihood ratio and decision of a match. @throws bad-option for counts or bounds that are none */
export function sprt({ counts: text, bounds, json }: SprtFlags): void {
  const counts = parseCounts(text);
  const result = { counts: [...counts], ...matchStatistics(counts), ...test(counts, parseSprt(bounds)) };
  if (json) return printJson(result);
  const { games, score, elo, eloCi95, normalisedElo, normalisedEloError, superiority } = result;
  const { llr, lower, upper, decision } = result;
  print(`${formatCount(games, 'game')}, score ${shareText(score * games, games, formatShare)}`);
  const interval = eloCi95.map(hundredths).join(' to ');
  print(
    elo === null
      ? `Elo ${interval} (no single number: one side has all points)`
      : `Elo ${hundredths(elo)} (${interval})`,
  );
  if (normalisedElo !== null)
    print(`normalised Elo ${hundredths(normalisedElo)} ± ${hundredths(normalisedEloError)}`);
  print(`superior with probability ${formatChance(superiority)}`);
  const outcome = decision === 'continue' ? 'not decided yet' : `${decision} is accepted`;
  print(`LLR ${hundredths(llr)} (${hundredths(lower)}, ${hundredths(upper)}) for ${bounds}: ${outcome}`);
}

/** @throws bad-option */
function parseCounts(text: string): Counts {
  const counts = text
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map(Number);
  const fits = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (fits && (counts.length === 3 || counts.length === 5)) return counts as unknown as Counts;
  throw new AgonError(
    'bad-option',
    `--counts "${text}" must be five whole numbers (pairs with 0, ½, 1, 1½, 2 points) or three (losses, draws, wins).`,
  );
}

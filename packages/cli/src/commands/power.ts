/** `agon power`: how many games a question takes, before they are played. */
import { pairsNeeded, parseSprt, sprtForecast } from '@agon/arena';
import { AgonError } from '@agon/core';
import { print, printJson } from '../output.js';

/** The command's flags. `sprt`: a sequential test, as `parseSprt` reads it, whose length is to be foretold too. */
export interface PowerFlags {
  elo: number;
  confidence: number;
  power: number;
  draws: number;
  sprt?: string;
  json?: boolean;
}

/**
 * Prints the number of game pairs of a fixed-length match, and of a sequential test where one is named.
 * @throws as `pairsNeeded`
 */
export function power({ elo, confidence, power: chance, draws, sprt, json }: PowerFlags): void {
  const pairs = pairsNeeded({ elo, confidence, power: chance, drawRate: draws });
  const forecast = sprt === undefined ? undefined : forecastOf(sprt, elo);
  if (json) return printJson({ pairs, games: 2 * pairs, ...(forecast && { sprt: forecast }) });
  const percent = (share: number): string => `${Number((100 * share).toFixed(2))}`;
  print(
    `to see ${elo} Elo at ${percent(confidence)}/${percent(chance)} you need about ${pairs} pairs (${2 * pairs} games)`,
  );
  if (!forecast) return;
  print(
    `a sequential test (${sprt}) takes about ${Math.round(forecast.pairs)} pairs where the difference is ${elo} normalised Elo, and accepts H1 with ${percent(forecast.acceptance)} %`,
  );
}

function forecastOf(text: string, elo: number): { pairs: number; acceptance: number } {
  const options = parseSprt(text);
  if (options.model === 'logistic') {
    throw new AgonError(
      'unsupported',
      'the forecast of a sequential test is for model=normalised; leave the model out.',
    );
  }
  return sprtForecast(elo, options);
}

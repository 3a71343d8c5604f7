/** Where a tournament's files lie, `runs/tournaments/<name>/`: what is in them, the arena knows. */
import { AgonError, faultOfFileName, nearest } from '@agon/core';
import { join } from 'node:path';
import { isThere, namesIn } from './savedFile.node.js';

/** The plan. */
export const TOURNAMENT_FILE = 'tournament.json';
/** A line a game. */
export const TOURNAMENT_GAMES = 'games.jsonl';

/** Paths inside a tournament's directory. */
export const tournamentPaths = (directory: string) => ({
  config: join(directory, TOURNAMENT_FILE),
  games: join(directory, TOURNAMENT_GAMES),
  table: join(directory, 'table.json'),
  text: join(directory, 'crosstable.txt'),
  csv: join(directory, 'crosstable.csv'),
  html: join(directory, 'crosstable.html'),
  sgf: join(directory, 'games.sgf'),
});

/** The folder of all tournaments. */
export const tournamentsDir = (runsDir: string): string => join(runsDir, 'tournaments');

/** Whether a name is that of a tournament. Its games say so too, where its plan is gone. */
function isTournament(runsDir: string, name: string): boolean {
  if (faultOfFileName(name) !== undefined) return false;
  return [TOURNAMENT_FILE, TOURNAMENT_GAMES].some((file) =>
    isThere(join(tournamentsDir(runsDir), name, file)),
  );
}

/** The names of the tournaments, sorted. */
export const tournamentNames = (runsDir: string): string[] =>
  namesIn(tournamentsDir(runsDir)).filter((name) => isTournament(runsDir, name));

/** The directory of a tournament. @throws not-found with the near name */
export function tournamentDirectory(runsDir: string, name: string): string {
  if (isTournament(runsDir, name)) return join(tournamentsDir(runsDir), name);
  const names = tournamentNames(runsDir);
  const near = nearest(name, names);
  const known = names.length ? `There are: ${names.join(', ')}.` : 'There are none yet.';
  const hint = near ? `did you mean "${near}"? ` : '';
  const text = `there is no tournament "${name}" in ${tournamentsDir(runsDir)}; ${hint}${known}`;
  throw new AgonError('not-found', text, { details: { name, names } });
}

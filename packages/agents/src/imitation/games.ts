/** The recorded games that a run learns from, and what is said of those that were left out. */
import { AgonError } from '@agon/core';
import { Go, makeGame } from '@agon/envs';
import type { ReadFiles, TrainOptions } from '@agon/learning';
import type { ReadGames } from './records.js';

const ENDINGS = ['.sgf', '.sgf.gz'];
/** Faults that are told one by one. */
const MOST_NAMED = 20;

/** Reads the games that a run learns from. @throws unsupported without a disk; not-found; bad-file where there are too few games */
export async function gamesOf(options: TrainOptions, sgf: string, game: Go): Promise<ReadGames> {
  if (!options.readFiles) {
    throw new AgonError('unsupported', 'learning from game files needs a disk; it cannot be done in a page.');
  }
  const { readGames } = await import('./records.js'); // a page that only plays needs no SGF
  const read = readGames(await options.readFiles(sgf, ENDINGS), game.size);
  requireGames(read, sgf, game.size);
  return read;
}

/**
 * The board of the games to learn from, as "go:size=9", by the sizes (SZ) that the files name.
 * @throws bad-option where there are no files, or they name no size or several; not-found
 */
export async function boardOf(
  { sgf }: Readonly<Record<string, unknown>>,
  readFiles: ReadFiles,
): Promise<string> {
  if (typeof sgf !== 'string') {
    throw new AgonError('bad-option', 'learning from recorded games needs some: give --sgf PATH.');
  }
  const { readSgf } = await import('@agon/envs/sgf');
  const sizes = new Set<number>();
  for (const file of await readFiles(sgf, ENDINGS)) {
    if ('fault' in file) continue;
    for (const { game } of readSgf(file.bytes)) if (game?.nodes[0].properties.SZ) sizes.add(game.size);
  }
  const [size] = sizes;
  if (sizes.size === 1) return `go:size=${size}`;
  const named = [...sizes].sort((a, b) => a - b).map((each) => `${each}×${each}`);
  const found = sizes.size === 0 ? 'do not say how large their board is' : `are on ${named.join(', ')}`;
  throw new AgonError(
    'bad-option',
    `the games in ${sgf} ${found}: say which board to learn, as --env go:size=${size ?? 19}.`,
  );
}

/** What to say of games that were left out. */
export function* warnings({ faults, notes, otherSizes }: ReadGames): Generator<string, void> {
  for (const text of faults.slice(0, MOST_NAMED)) yield `left out: ${text}`;
  const more = faults.length - MOST_NAMED;
  if (more > 0) yield `left out ${gamesText(more, ' more')} that could not be read.`;
  for (const text of notes.slice(0, MOST_NAMED)) yield `read all the same: ${text}`;
  const others = notes.length - MOST_NAMED;
  if (others > 0) yield `read all the same: ${gamesText(others, ' more')} with faults.`;
  if (otherSizes > 0) yield `left out ${gamesText(otherSizes)} on boards of other sizes.`;
}

/** "1 game", "3 more games" */
function gamesText(count: number, more = ''): string {
  return `${count}${more} game${count === 1 ? '' : 's'}`;
}

/** The game as Go. @throws unsupported for other games */
export function goGame(env: string): Go {
  const game = makeGame(env);
  if (game instanceof Go) return game;
  throw new AgonError('unsupported', `games are learned from SGF for Go only, not for "${game.id}".`);
}

/** Games to learn from, and those that are held out: every 1 / `holdOut`-th. */
export function splitGames<T>(games: readonly T[], holdOut: number): { learned: T[]; held: T[] } {
  const every = holdOut > 0 ? Math.min(games.length, Math.max(2, Math.round(1 / holdOut))) : Infinity;
  const isHeld = (index: number): boolean => index % every === every - 1;
  return {
    learned: games.filter((_, index) => !isHeld(index)),
    held: games.filter((_, index) => isHeld(index)),
  };
}

/** @throws bad-file where there is nothing to learn from */
function requireGames({ records, faults }: ReadGames, where: string, size: number): void {
  if (records.length >= 2) return;
  const [first, ...more] = faults;
  const why = first ? ` Left out: ${first}${more.length ? ` And ${more.length} more.` : ''}` : '';
  throw new AgonError(
    'bad-file',
    `${where} has ${records.length} readable games on ${size}×${size}; learning needs two or more (one is held out).${why}`,
  );
}

/** Tells one set of games from another. */
export function digestOf(records: ReadGames['records']): string {
  let hash = 0;
  for (const { moves } of records) for (const move of moves) hash = (Math.imul(hash, 31) + move + 1) | 0;
  return `${records.length} games, ${(hash >>> 0).toString(16)}`;
}

/** @param digest of the games that a run began with @throws bad-checkpoint where these are others */
export function requireSameGames(digest: string, { records }: ReadGames, sgf: string): void {
  if (digest === digestOf(records)) return;
  throw new AgonError(
    'bad-checkpoint',
    `the games in "${sgf}" are others than those that the run began with; resume with the same files.`,
  );
}

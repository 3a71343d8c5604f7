/** `agon tournament`: every agent against every other, written game by game so that it can be resumed. */
import {
  crosstableCells,
  gameStandings,
  numbered,
  parseAdjudication,
  parseSprt,
  ratingOptions,
  type GameRecord,
  type RatingPlan,
  type TournamentResult,
  type TournamentSchedule,
} from '@agon/arena';
import { readOpenings, readTournament, resumeCommand, tournamentToDisk } from '@agon/arena/node';
import { AgonError } from '@agon/core';
import { makeGame } from '@agon/envs';
import { listenForInterrupts } from '../interrupt.js';
import { print, printJson, say } from '../output.js';
import { paint } from '../paint.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';
import { describeStandings } from '../standingsText.js';
import { Status } from '../status.js';
import { table } from '../tableText.js';

/** The command's flags. */
export interface TournamentFlags {
  env: string;
  agents: string[];
  /** Default: 20, or until a sequential test is decided. */
  games?: number;
  seed: number;
  openingPlies: number;
  /** A file of openings. */
  openings?: string;
  schedule?: TournamentSchedule;
  /** "elo0=0,elo1=5" */
  sprt?: string;
  /** "resign=0.95" */
  adjudicate?: string;
  /** "mcts:visits=100=1500": all before the last "=" is the agent. */
  anchor?: string[];
  prior?: number;
  firstPlayerAdvantage?: string;
  workers?: number;
  limit?: number;
  accounts?: boolean;
  name?: string;
  resume?: string;
  json?: boolean;
}

/** Plays, or goes on with a tournament that was cut short, and prints the standings. */
export async function tournament({ json, ...flags }: TournamentFlags): Promise<void> {
  const result = await playTournament(flags, (name) => {
    const command = resumeCommand(readTournament(RUNS_DIR, name).config);
    say(paint('dim', `if it is interrupted, resume with:\n  ${command}`));
  });
  if (json) return printJson(result);
  print(describeStandings(result));
  say(paint('dim', `every game is kept in ${RUNS_DIR}/tournaments/${result.name}`));
}

/** Games of a pair where nothing else is said; the most that a sequential test gets. */
const GAMES = 20;
const GAMES_OF_TEST = 20_000;

/** How games are rated, from the flags; undefined where none is given. */
function ratingPlan({ anchor, prior, firstPlayerAdvantage }: TournamentFlags): RatingPlan | undefined {
  const plan: RatingPlan = {};
  if (prior !== undefined) plan.prior = prior;
  if (firstPlayerAdvantage !== undefined) {
    plan.firstPlayerAdvantage =
      firstPlayerAdvantage === 'estimate'
        ? 'estimate'
        : eloOf(firstPlayerAdvantage, `--first-player-advantage ${firstPlayerAdvantage}`);
  }
  for (const text of anchor ?? []) {
    const equals = text.lastIndexOf('=');
    const elo = eloOf(text.slice(equals + 1), `--anchor ${text}`);
    plan.anchors = { ...plan.anchors, [text.slice(0, Math.max(0, equals))]: elo };
  }
  return Object.keys(plan).length ? plan : undefined;
}

/** @throws bad-option */
function eloOf(text: string, flag: string): number {
  const elo = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(elo)) return elo;
  throw new AgonError(
    'bad-option',
    `${flag} has no rating: write a number of Elo, as in --anchor random=1000.`,
  );
}

/** Milliseconds between two tables on the terminal. */
const TABLE_EVERY_MS = 1000;

/** The crosstable as it stands, for the terminal; it is made anew once a second. */
function liveTable(
  agents: string[],
  ratings: RatingPlan | undefined,
): (records: readonly GameRecord[]) => string[] {
  let lines: string[] = [];
  let madeAt = -Infinity;
  return (records) => {
    const now = performance.now();
    if (now - madeAt < TABLE_EVERY_MS || records[0].seats.length < 2) return lines;
    madeAt = now;
    const options = { ratings: ratingOptions({ agents, ratings }), seed: 0, resamples: 1 };
    const [heads, ...rows] = crosstableCells(gameStandings(agents, records, options));
    const columns = heads.map((head) => ({ head, align: head === 'agent' ? undefined : ('right' as const) }));
    lines = table(columns, rows, process.stderr).split('\n');
    return lines;
  };
}

/** Plays with a line of progress. @param onOpen told the tournament's name before the first game @throws interrupted with the command that goes on */
export async function playTournament(
  flags: Omit<TournamentFlags, 'json'>,
  onOpen?: (name: string) => void,
): Promise<TournamentResult & { name: string }> {
  const status = new Status();
  const interrupts = listenForInterrupts((text) => status.say(text), 'stopping …');
  const { sprt, adjudicate, openings, ...rest } = flags;
  const plan = { ...rest, agents: numbered(flags.agents), ratings: ratingPlan(flags) };
  const book = openings === undefined ? undefined : readOpenings(openings, makeGame(flags.env));
  const warn = (text: string): void => status.say(`${paint('yellow', 'warning:')} ${text}`);
  const records: GameRecord[] = [];
  const table = liveTable(plan.agents, plan.ratings);
  let name = '';
  try {
    for (const warning of book?.warnings ?? []) warn(warning);
    const result = await tournamentToDisk({
      ...plan,
      games: flags.games ?? (sprt === undefined ? GAMES : GAMES_OF_TEST),
      sprt: sprt === undefined ? undefined : parseSprt(sprt),
      adjudication: adjudicate === undefined ? undefined : parseAdjudication(adjudicate),
      openings: book?.openings,
      openingsFile: openings,
      runsDir: RUNS_DIR,
      zooDirs: ZOO_DIRS,
      onOpen: (opened) => {
        name = opened.name;
        onOpen?.(name);
        records.push(...opened.records);
        for (const warning of opened.warnings) warn(warning);
        if (opened.records.length)
          status.say(`resuming after ${opened.records.length} of ${opened.total} games`);
      },
      onGame: (record, done, total) => {
        records.push(record);
        const line = `tournament on ${flags.env}: ${done} of ${total} games`;
        status.update(() => ({ block: [line, ...table(records)], line }));
      },
      signal: interrupts.signal,
    });
    status.clear();
    return result;
  } catch (error) {
    status.done();
    if (!(error instanceof AgonError) || error.code !== 'interrupted' || !name) throw error;
    const { config, records } = readTournament(RUNS_DIR, name);
    const text = `stopped after ${records.length} games, which are kept. To go on:\n  ${resumeCommand(config)}`;
    throw new AgonError('interrupted', text);
  } finally {
    interrupts.release();
  }
}

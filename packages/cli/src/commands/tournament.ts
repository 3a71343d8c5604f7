/** `agon tournament`: every agent against every other, written game by game so that it can be resumed. */
import { makeAgent } from '@agon/agents';
import type { TournamentResult } from '@agon/arena';
import { diskCheckpoints, readTournament, resumeCommand, tournamentToDisk } from '@agon/arena/node';
import { AgonError } from '@agon/core';
import { listenForInterrupts } from '../interrupt.js';
import { print, printJson, say } from '../output.js';
import { paint } from '../paint.js';
import { RUNS_DIR } from '../places.js';
import { describeStandings } from '../standingsText.js';
import { Status } from '../status.js';

export interface TournamentFlags {
  env: string;
  agents: string[];
  games: number;
  seed: number;
  openingPlies: number;
  limit?: number;
  accounts?: boolean;
  name?: string;
  resume?: string;
  json?: boolean;
}

export async function tournament({ json, ...flags }: TournamentFlags): Promise<void> {
  const result = await playTournament(flags);
  if (json) return printJson(result);
  print(describeStandings(result));
  say(paint('dim', `every game is kept in ${RUNS_DIR}/tournaments/${result.name}`));
}

/** Plays with a line of progress. @throws interrupted with the command that goes on */
export async function playTournament(
  flags: Omit<TournamentFlags, 'json'>,
): Promise<TournamentResult & { name: string }> {
  const status = new Status();
  const interrupts = listenForInterrupts((text) => status.say(text), 'stopping …');
  const checkpoints = diskCheckpoints(RUNS_DIR);
  let name = '';
  try {
    const result = await tournamentToDisk({
      ...flags,
      runsDir: RUNS_DIR,
      makeAgent: (spec, environment) => makeAgent(spec, environment, checkpoints),
      onOpen: (opened) => {
        name = opened.name;
        for (const warning of opened.warnings) status.say(`${paint('yellow', 'warning:')} ${warning}`);
        if (opened.played) status.say(`going on after ${opened.played} of ${opened.total} games`);
      },
      onGame: (_record, done, total) => {
        const line = `tournament on ${flags.env}: ${done} of ${total} games`;
        status.update(() => ({ block: [line], line }));
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

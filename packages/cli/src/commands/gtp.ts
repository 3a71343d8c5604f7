/** `agon gtp`: an agent as an engine for Sabaki, GoGui and other programs that speak the Go Text Protocol. */
import { GtpEngine, serveGtp } from '@agon/arena/node';
import { AgonError, parseSpec } from '@agon/core';
import { Go, makeGame } from '@agon/envs';
import { diskCheckpoints, readBounded } from '@agon/runs/node';
import { listenForInterrupts } from '../interrupt.js';
import { say } from '../output.js';
import { makeAgent, RUNS_DIR, ZOO_DIRS } from '../places.js';

/** The command's flags. `env`: the board to begin with; the one that the agent was trained on, or 19×19, if not given. */
export interface GtpFlags {
  agent: string;
  env?: string;
  seed: number;
}

const DEFAULT_ENV = 'go19';
/** What `loadsgf` reads at most; a game of a thousand moves has some ten thousand bytes. */
const MOST_SGF_BYTES = 2 ** 26;

/** @param version Agon's, as engines tell theirs */
export async function gtp({ agent, env, seed }: GtpFlags, version: string): Promise<void> {
  const game = await gameFor(agent, env);
  const interrupts = listenForInterrupts(say, 'stopping …');
  try {
    const engine = await GtpEngine.open({
      agent,
      game,
      seed: String(seed),
      makeAgent,
      readFile: (path) => readBounded(path, MOST_SGF_BYTES),
      version,
    });
    if (process.stdin.isTTY) {
      say(`${agent} plays ${game.title} over GTP: list_commands lists the commands, quit ends.`);
    }
    try {
      await serveGtp(engine, process.stdin, process.stdout, interrupts.signal);
    } finally {
      await engine.close();
    }
  } finally {
    interrupts.release();
  }
}

/** The board to begin with: what --env says, else what a trained agent was trained on. */
async function gameFor(agent: string, env: string | undefined): Promise<Go> {
  const spec = env ?? (await trainedOn(agent)) ?? DEFAULT_ENV;
  const game = makeGame(spec);
  if (game instanceof Go) return game;
  throw new AgonError(
    'unsupported',
    `GTP is for Go, and "${spec}" is another game. Give --env go9, go13, go19 or go:size=N,komi=K.`,
  );
}

async function trainedOn(agent: string): Promise<string | undefined> {
  if (!/^(runs|zoo)\//.test(agent)) return undefined;
  return (await diskCheckpoints(RUNS_DIR, ZOO_DIRS)(parseSpec(agent).id)).env;
}

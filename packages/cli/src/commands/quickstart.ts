/** `agon quickstart`: the whole arena in five minutes: two agents learn, are measured, compared, and can be watched. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { algorithm } from '@agon/agents';
import { evaluate, type Evaluation, type TournamentResult } from '@agon/arena';
import { AgonError } from '@agon/core';
import { makeEnvironment } from '@agon/envs';
import { defaultWorkers } from '@agon/learning/node';
import { readRun, trainToDisk } from '@agon/runs/node';
import { meanIntervalText } from '../evaluationText.js';
import { formatDuration, formatNumber } from '../format.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, say } from '../output.js';
import { paint } from '../paint.js';
import { makeAgent, RUNS_DIR } from '../places.js';
import { describeStandings } from '../standingsText.js';
import { TrainingDisplay } from '../trainingDisplay.js';
import { playTournament } from './tournament.js';
import { interruptedText } from './train.js';

/** The command's flags. `minutes`: for each of the two agents. */
export interface QuickstartFlags {
  minutes: number;
  seed: number;
}

/** One of the two halves. */
interface Half {
  algorithm: string;
  env: string;
  /** What is going to happen, for people. */
  title: string;
  /** Run and tournament are named so, with -2, -3, … where that is taken. */
  name: string;
  /** Whom an agent is measured against; absent where it plays alone. */
  opponent?: string;
  /** Episodes, or games against the opponent, that measure an agent. */
  episodes: number;
  /** The cut of an episode, in steps: those of an agent that plays well can be endless. */
  limit?: number;
  /** Games of each pair in the tournament. */
  games: number;
}

const HALVES: readonly Half[] = [
  {
    algorithm: 'dqn',
    env: 'minatar-breakout',
    title: 'DQN learns MinAtar Breakout from the screen',
    name: 'quickstart-breakout',
    episodes: 50,
    limit: 2_000,
    games: 20,
  },
  {
    algorithm: 'alphazero',
    env: 'tic_tac_toe',
    title: 'AlphaZero learns tic-tac-toe by search and self-play',
    name: 'quickstart-tic-tac-toe',
    opponent: 'scripted',
    episodes: 50,
    games: 50,
  },
];
/** Small, so that the first checkpoint comes before the first update: the untrained agent. */
const CHECKPOINT_EVERY = 1_000;

/**
 * Trains two agents one after the other, measures each against itself untrained and against simple players, and says
 * how to watch them.
 * @throws interrupted with the line that resumes the run
 */
export async function quickstart({ minutes, seed }: QuickstartFlags): Promise<void> {
  const began = performance.now();
  say(`Two agents learn for ${minutes} min each, from scratch. Ctrl-C saves and stops.`);
  const agents: string[] = [];
  for (const [index, half] of HALVES.entries()) {
    say(`\n${paint('bold', `${index + 1} of ${HALVES.length}: ${half.title}`)}`);
    agents.push(await playHalf(half, minutes, seed));
  }
  say(`\n${paint('green', 'Done')} in ${formatDuration((performance.now() - began) / 1000)}. Now:`);
  say(`  watch them:               npx agon view`);
  say(`  play against AlphaZero:   npx agon play --env ${HALVES[1].env} --agent ${agents[1]}`);
  say(`  play Breakout yourself:   npx agon play --env ${HALVES[0].env}`);
  say(`  train DQN longer:         npx agon train dqn --env ${HALVES[0].env} --steps 500k`);
}

/** Trains, measures, compares; returns the trained agent's spec. */
async function playHalf(half: Half, minutes: number, seed: number): Promise<string> {
  const name = await trainHalf(half, minutes, seed);
  const agent = `${RUNS_DIR}/${name}`;
  const untrained = `${agent}@${readRun(RUNS_DIR, name).checkpoints[0]}`;
  const [before, after] = [await measure(half, untrained, seed), await measure(half, agent, seed)];
  print(`\n${describeProgress(half, before, after)}\n`);
  const result = await playTournament({
    env: half.env,
    agents: ['random', 'scripted', agent],
    games: half.games,
    seed,
    openingPlies: 0,
    limit: half.limit,
    accounts: true,
    name: freshName(half.name, join(RUNS_DIR, 'tournaments')),
  });
  print(describeStandings(result));
  print(verdict(result, agent));
  return agent;
}

/** @throws interrupted with the line that resumes the run */
async function trainHalf(half: Half, minutes: number, seed: number): Promise<string> {
  const display = new TrainingDisplay();
  const interrupts = listenForInterrupts((text) => display.say(text));
  const chosen = algorithm(half.algorithm);
  try {
    const outcome = await trainToDisk({
      algorithm: chosen,
      env: half.env,
      minutes,
      seed,
      workers: chosen.takesWorkers ? defaultWorkers() : 0,
      checkpointEvery: CHECKPOINT_EVERY,
      runsDir: RUNS_DIR,
      name: freshName(half.name, RUNS_DIR),
      onEvent: display.onEvent,
      signal: interrupts.signal,
    });
    display.done(outcome.status === 'finished');
    if (outcome.status !== 'interrupted') return outcome.name;
    throw new AgonError(
      'interrupted',
      `${interruptedText(outcome)}\n  npx agon train ${chosen.id} --resume ${outcome.name}`,
    );
  } finally {
    interrupts.release();
  }
}

/** The name, or the first of name-2, name-3, … that is not taken. */
function freshName(name: string, folder: string): string {
  for (let n = 1; ; n++) {
    const fresh = n === 1 ? name : `${name}-${n}`;
    if (!existsSync(join(folder, fresh))) return fresh;
  }
}

async function measure(half: Half, spec: string, seed: number): Promise<Evaluation> {
  const { episodes, limit } = half;
  const environment = makeEnvironment(half.env);
  const agent = await makeAgent(spec, environment);
  const opponent = half.opponent === undefined ? undefined : await makeAgent(half.opponent, environment);
  const interrupts = listenForInterrupts(say, 'stopping …');
  try {
    return await evaluate({
      agent,
      env: environment,
      opponent,
      episodes,
      limit,
      seed,
      signal: interrupts.signal,
    });
  } finally {
    interrupts.release();
    await agent.dispose();
    await opponent?.dispose();
  }
}

function describeProgress({ opponent, episodes }: Half, before: Evaluation, after: Evaluation): string {
  const line = (result: Evaluation): string =>
    `${formatNumber(result.mean)}   (${meanIntervalText(result.ci95)})`;
  const what =
    opponent === undefined
      ? `mean return of ${episodes} episodes`
      : `against the ${opponent} player, ${episodes} games (1 win, 0 draw, −1 loss)`;
  const [low, high] = [after.ci95?.[0] ?? after.mean, before.ci95?.[1] ?? before.mean];
  const learned =
    low > high
      ? 'It has learned.'
      : after.mean > before.mean
        ? 'It is better, but the intervals overlap: train longer.'
        : 'It is no better than before: train longer.';
  return [`${what}:`, `  untrained   ${line(before)}`, `  trained     ${line(after)}`, learned].join('\n');
}

/** Elo points, or points of return, that nobody would call a difference. */
const EQUAL = 0.01;

/** Who is best, told as it is. */
function verdict(result: TournamentResult, agent: string): string {
  const strength = (player: TournamentResult['players'][number]): number =>
    ('elo' in player ? player.elo : player.mean) ?? -Infinity;
  const name = (player: { agent: string }): string =>
    player.agent === agent ? 'the trained agent' : `the ${player.agent} player`;
  const ranked = [...result.players].sort((a, b) => strength(b) - strength(a));
  const [best, second] = ranked;
  const sentence = ((): string => {
    if (best.agent !== agent && second.agent !== agent)
      return `${name(best)} is best; the trained agent comes last.`;
    if (strength(best) - strength(second) < EQUAL) return `${name(best)} is as strong as ${name(second)}.`;
    const overlap = (best.ci95?.[0] ?? -Infinity) <= (second.ci95?.[1] ?? Infinity);
    return overlap
      ? `${name(best)} is ahead of ${name(second)}, within the error.`
      : `${name(best)} is better than ${name(second)}.`;
  })();
  return sentence[0].toUpperCase() + sentence.slice(1);
}

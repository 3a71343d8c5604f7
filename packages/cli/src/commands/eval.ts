/** `agon eval`: an agent's mean return over seeded episodes, or how well a model does on data. */
import { evaluateIn, type Evaluation } from '@agon/arena';
import { openEvaluation } from '@agon/arena/node';
import { AgonError } from '@agon/core';
import { gameOf, makeEnvironment } from '@agon/envs';
import { dataOf } from '../dataFlags.js';
import { meanIntervalText } from '../evaluationText.js';
import { formatCount, formatNumber } from '../format.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, printJson } from '../output.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';
import { Status } from '../status.js';
import { evaluateModel, type EvalModelFlags } from './evalModel.js';

/** The command's flags. `opponent` counts in board games only. */
export interface EvalFlags extends Partial<EvalModelFlags>, Partial<EvalAgentFlags> {
  text?: string;
  opponent: string;
  episodes: number;
  seed: number;
  workers: number;
}

/** Those of an agent's evaluation. */
interface EvalAgentFlags {
  env: string;
  agent: string;
  opponent: string;
  episodes: number;
  seed: number;
  workers: number;
  /** On what the agent sees, "fgsm:epsilon=0.01". */
  attack?: string;
  json?: boolean;
}

/** Measures an agent or a model. @throws bad-option where it is not said what, or both are; what measuring it throws */
export async function evaluate(given: EvalFlags): Promise<void> {
  const flags = { ...given, data: dataOf(given) };
  const { model, env, agent } = flags;
  if (model !== undefined && env === undefined && agent === undefined)
    return evaluateModel({ ...flags, model });
  if (model === undefined && env !== undefined && agent !== undefined) {
    if (flags.data !== undefined)
      throw new AgonError('bad-option', '--data is for models: it needs --model, not --env and --agent.');
    return evaluateAgent({ ...flags, env, agent });
  }
  throw new AgonError(
    'bad-option',
    'say what to measure: --env ENV --agent AGENT for what plays, or --model MODEL [--data DATA] for what learned from data.',
  );
}

/**
 * Plays the episodes and prints mean, interquartile mean and interval; under attack, those without it too.
 * @throws as `evaluateIn` (Ctrl-C: interrupted), what making the agents throws, and what `attackedAgent` throws
 */
async function evaluateAgent(flags: EvalAgentFlags): Promise<void> {
  const isGame = gameOf(makeEnvironment(flags.env)) !== undefined;
  const { attack } = flags;
  const result = await playEpisodes(flags, attack);
  const clean = attack === undefined ? undefined : await playEpisodes(flags, undefined);
  if (flags.json) printJson(clean ? { ...result, attack, clean } : result);
  else print(describeEvaluation(flags, result, isGame, clean));
}

/** The episodes, with an attack on the agent or without. */
async function playEpisodes(flags: EvalAgentFlags, attack: string | undefined): Promise<Evaluation> {
  const { env, agent, opponent, episodes, seed, workers } = flags;
  const places = { runsDir: RUNS_DIR, zooDirs: ZOO_DIRS };
  const pool = await openEvaluation({ env, agent, opponent, attack, seed, places }, workers);
  const status = new Status();
  const interrupts = listenForInterrupts((text) => status.say(text), 'stopping …');
  const returns: number[] = [];
  const who = attack === undefined ? agent : `${agent} under ${attack}`;
  try {
    return await evaluateIn(pool, {
      episodes,
      seed,
      signal: interrupts.signal,
      onEpisode: (episodeReturn) => {
        returns.push(episodeReturn);
        const line = `${who} on ${env}: ${returns.length} of ${episodes} episodes, mean so far ${formatNumber(average(returns))}`;
        status.update(() => ({ block: [line], line }));
      },
    });
  } finally {
    status.clear();
    interrupts.release();
    await pool.close();
  }
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param clean the same without the attack, where there was one */
function describeEvaluation(
  flags: EvalAgentFlags,
  result: Evaluation,
  isGame: boolean,
  clean: Evaluation | undefined,
): string {
  const { agent, env, episodes, opponent, attack } = flags;
  const against = isGame ? ` against ${opponent}` : '';
  const lines = [
    `${agent} on ${env}${against}${clean ? ` under ${attack}` : ''}, ${formatCount(episodes, 'episode')}`,
    ...(clean
      ? [`  without the attack   ${formatNumber(clean.mean)}   (${meanIntervalText(clean.ci95)})`]
      : []),
    `  mean return          ${formatNumber(result.mean)}   (${meanIntervalText(result.ci95)})`,
    `  interquartile mean   ${formatNumber(result.iqm)}`,
    `  steps per second     ${formatNumber(result.stepsPerSecond)}`,
  ];
  if (result.cut)
    lines.push(`  ${result.cut} of the episodes were cut at the step limit; their returns would be larger.`);
  return lines.join('\n');
}

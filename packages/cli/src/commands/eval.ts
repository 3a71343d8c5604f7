/** `agon eval`: an agent's mean return over seeded episodes. */
import { evaluate, type Evaluation } from '@agon/arena';
import { makeEnvironment } from '@agon/envs';
import { meanIntervalText } from '../evaluationText.js';
import { formatCount, formatNumber } from '../format.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, printJson } from '../output.js';
import { makeAgent } from '../places.js';
import { Status } from '../status.js';

/** The command's flags. `opponent` counts in board games only. */
export interface EvalFlags {
  env: string;
  agent: string;
  opponent: string;
  episodes: number;
  seed: number;
  json?: boolean;
}

/**
 * Plays the episodes and prints mean, interquartile mean and interval.
 * @throws as `evaluate` (Ctrl-C: interrupted), and what making the agents throws
 */
export async function evaluateAgent(flags: EvalFlags): Promise<void> {
  const { env, episodes, seed } = flags;
  const environment = makeEnvironment(env);
  const agent = await makeAgent(flags.agent, environment);
  const opponent = environment.kind === 'game' ? await makeAgent(flags.opponent, environment) : undefined;
  const status = new Status();
  const interrupts = listenForInterrupts((text) => status.say(text), 'stopping …');
  const returns: number[] = [];
  try {
    const result = await evaluate({
      agent,
      env: environment,
      episodes,
      seed,
      opponent,
      signal: interrupts.signal,
      onEpisode: (replay, index) => {
        returns.push(replay.result[environment.kind === 'game' ? index % replay.players.length : 0]);
        const line = `${flags.agent} on ${env}: ${returns.length} of ${episodes} episodes, mean so far ${formatNumber(average(returns))}`;
        status.update(() => ({ block: [line], line }));
      },
    });
    status.clear();
    if (flags.json) printJson(result);
    else print(describeEvaluation(flags, result, opponent !== undefined));
  } finally {
    interrupts.release();
    await agent.dispose();
    await opponent?.dispose();
  }
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function describeEvaluation(flags: EvalFlags, result: Evaluation, isGame: boolean): string {
  const { agent, env, episodes, opponent } = flags;
  const against = isGame ? ` against ${opponent}` : '';
  const lines = [
    `${agent} on ${env}${against}, ${formatCount(episodes, 'episode')}`,
    `  mean return          ${formatNumber(result.mean)}   (${meanIntervalText(result.ci95)})`,
    `  interquartile mean   ${formatNumber(result.iqm)}`,
    `  steps per second     ${formatNumber(result.stepsPerSecond)}`,
  ];
  if (result.cut)
    lines.push(`  ${result.cut} of the episodes were cut at the step limit; their returns would be larger.`);
  return lines.join('\n');
}

/** Every agent by its id, one line each, and the way from a spec string to an agent that plays. */
import {
  AgonError,
  describeSettings,
  parseSettings,
  parseSpec,
  unknownName,
  type SettingInfo,
} from '@agon/core';
import { KIND_NAMES, makeEnvironment, numActions, unwrapped, type Environment } from '@agon/envs';
import { checkWeights, requireAgent, type CheckpointSource } from '@agon/learning';
import type { Agent } from './agent.js';
import type { AgentKind, Plays } from './agentKind.js';
import { algorithm, algorithms } from './algorithms.js';
import { mcts } from './players/mctsAgent.js';
import { random } from './players/random.js';
import { scripted } from './players/scripted.js';
import { solver } from './players/solver.js';

/** By id, the first word of a spec; trained agents are not among them, they are found by their path. */
export const agentKinds: Readonly<Record<string, AgentKind>> = { mcts, random, scripted, solver };

/** Where trained agents come from: `runs/NAME@STEP`, `zoo/NAME`; in a page also `page/NAME`. */
const TRAINED = /^(runs|zoo|page)\//;

/** An agent as `agon agents` lists it. */
export interface AgentInfo {
  id: string;
  title: string;
  plays: Plays;
  settings: SettingInfo[];
}

/**
 * Makes the agent that a spec string names, to play in `environment`: "random", "mcts:visits=800", "runs/NAME",
 * "runs/NAME@12000:visits=200", "zoo/go9".
 * @param more kinds of agents that the caller adds to the registered ones (a person at its terminal, an engine)
 * @throws unknown-agent, bad-option, not-found (no such run), unsupported (the agent cannot play this environment), bad-checkpoint and
 *   not-finite (its weights)
 */
export async function makeAgent(
  spec: string,
  environment: Environment,
  checkpoints: CheckpointSource,
  more: Readonly<Record<string, AgentKind>> = {},
): Promise<Agent> {
  const kinds: Record<string, AgentKind> = { ...agentKinds, ...more };
  const [first] = spec.trimStart().split(':', 1);
  const isText = Object.hasOwn(kinds, first) && kinds[first].takesText === true;
  const { id, options } = isText ? { id: first, options: {} } : parseSpec(spec);
  if (TRAINED.test(id)) return loadTrained(spec, id, options, environment, checkpoints);
  if (!Object.hasOwn(kinds, id)) {
    const known = `There are: ${Object.keys(kinds).join(', ')}, and trained ones as runs/NAME, runs/NAME@STEP or zoo/NAME.`;
    throw unknownName('unknown-agent', 'agent', id, Object.keys(kinds), known);
  }
  const kind = kinds[id];
  if (kind.plays !== 'both' && kind.plays !== environment.kind) {
    throw new AgonError(
      'unsupported',
      `the agent "${id}" plays ${KIND_NAMES[kind.plays]}, and "${unwrapped(environment).id}" is not one. \`agon agents\` lists what each agent plays.`,
    );
  }
  return kind.make(environment, parseSettings(kind.schema, options, `agent "${id}"`), spec);
}

/** A trained agent, after a look whether its network fits the environment. */
async function loadTrained(
  name: string,
  path: string,
  options: Readonly<Record<string, string>>,
  environment: Environment,
  checkpoints: CheckpointSource,
): Promise<Agent> {
  const checkpoint = requireAgent(path, await checkpoints(path));
  const trained = signature(makeEnvironment(checkpoint.env));
  const wanted = signature(environment);
  if (trained !== wanted) {
    throw new AgonError(
      'unsupported',
      `"${path}" was trained on ${checkpoint.env} (${trained}) and cannot play ${wanted}. Name the environment it was trained on, or another agent.`,
      { details: { trained, wanted } },
    );
  }
  checkWeights(path, checkpoint);
  return algorithm(checkpoint.algorithm).loadAgent(name, checkpoint, options);
}

/** What a network must fit: the environment's id, the shape of observations and the number of actions. */
function signature(environment: Environment): string {
  const { id, observation } = unwrapped(environment);
  return `${id} with observations ${observation.shape.join('×')} and ${numActions(environment)} actions`;
}

/** Every kind of agent with its settings, those in `more` as `makeAgent` takes them, trained ones as "runs/NAME" with the settings of each algorithm's players. */
export function listAgents(more: Readonly<Record<string, AgentKind>> = {}): AgentInfo[] {
  const plain = Object.entries({ ...agentKinds, ...more }).map(([id, kind]) => ({
    id: kind.takesText ? `${id}:TEXT` : id,
    title: kind.title,
    plays: kind.plays,
    settings: describeSettings(kind.schema),
  }));
  const trained = Object.values(algorithms).map((each) => ({
    id: `runs/NAME (${each.id})`,
    title: `an agent trained by ${each.title}`,
    plays: each.task.kind,
    settings: describeSettings(each.agentSchema),
  }));
  return [...plain, ...trained];
}

/** Kinds of agents: what a line of the registry holds. */
import type { Settings, SettingsSchema } from '@agon/core';
import type { Environment } from '@agon/envs';
import type { Agent } from './agent.js';

/** A kind of agent: made from a spec string "id:key=value" for one environment. */
export interface AgentKind<S extends SettingsSchema = SettingsSchema> {
  /** One line for `agon agents`. */
  readonly title: string;
  /** What it can play. */
  readonly plays: 'env' | 'game' | 'both';
  readonly schema: S;
  /** All that follows the colon is one text, which `make` reads from the name itself; there are no settings. */
  readonly takesText?: boolean;
  /**
   * @param name the spec string that names the agent
   * @throws unsupported where it cannot play this environment
   */
  make(environment: Environment, settings: Settings<S>, name: string): Agent | Promise<Agent>;
}

/** Ties the type of `make`'s settings to the schema. */
export function defineAgent<S extends SettingsSchema>(kind: AgentKind<S>): AgentKind {
  return kind as unknown as AgentKind;
}

/** The id of an environment or game. */
export function environmentId(environment: Environment): string {
  return environment.kind === 'env' ? environment.env.id : environment.game.id;
}

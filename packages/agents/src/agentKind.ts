/** Kinds of agents: what a line of the registry holds. */
import type { Settings, SettingsSchema } from '@agon/core';
import type { Environment } from '@agon/envs';
import type { Agent } from './agent.js';

/** What an agent can play. */
export type Plays = Environment['kind'] | 'both';

/** The environments that an agent can be made for. */
type Played<P extends Plays> = P extends 'both' ? Environment : Extract<Environment, { kind: P }>;

/** A kind of agent: made from a spec string "id:key=value" for one environment. */
export interface AgentKind<S extends SettingsSchema = SettingsSchema, P extends Plays = Plays> {
  /** One line for `agon agents`. */
  readonly title: string;
  readonly plays: P;
  readonly schema: S;
  /** All that follows the colon is one text, which `make` reads from the name itself; there are no settings. */
  readonly takesText?: boolean;
  /**
   * @param name the spec string that names the agent
   * @param environment one of those that it plays
   * @throws unsupported where it cannot play this one
   */
  make(environment: Played<P>, settings: Settings<S>, name: string): Agent | Promise<Agent>;
}

/** Ties the types of `make`'s settings and environment to the schema and to what it plays. */
export function defineAgent<S extends SettingsSchema, P extends Plays>(kind: AgentKind<S, P>): AgentKind {
  return kind as unknown as AgentKind;
}

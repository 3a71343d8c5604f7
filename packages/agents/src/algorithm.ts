/** Algorithms: trainers whose weights play. */
import type { SettingsSchema } from '@agon/core';
import type { AgentCheckpoint, EnvironmentTask, Trainer } from '@agon/learning';
import type { Agent } from './agent.js';
import type { AgentSubject } from './agentSubject.js';

/** A trainer that also loads what it has trained as a player. */
export interface Algorithm<
  Id extends string = string,
  S extends SettingsSchema = SettingsSchema,
> extends Trainer<EnvironmentTask, Id, S> {
  /** Options of the trained agent as a player ("visits", "epsilon"): what may follow `runs/NAME:`. */
  readonly agentSchema: SettingsSchema;
  /** The trained agent as a player. `options` are text or typed, checked by `agentSchema`. */
  loadAgent(
    name: string,
    checkpoint: AgentCheckpoint,
    options: Readonly<Record<string, unknown>>,
  ): Promise<Agent>;
  /** The network that the trained agent plays by, to be looked into, where it sees a picture. @throws bad-checkpoint, bad-option */
  subject?(checkpoint: AgentCheckpoint): AgentSubject;
}

/** A trained agent under attack: it plays by what somebody else has made of its observations (Huang et al. 2017). */
import { AgonError, type Rng } from '@agon/core';
import type { Action } from '@agon/envs';
import { environmentSituation, type Agent, type Analysis, type Situation } from '../agent.js';
import type { ObservationAttack } from './observationAttack.js';
import { parseAgentAttack } from './registry.js';

class AttackedAgent implements Agent {
  readonly name: string;
  private readonly agent: Agent;
  private readonly attack: ObservationAttack;

  constructor(name: string, agent: Agent, attack: ObservationAttack) {
    this.name = name;
    this.agent = agent;
    this.attack = attack;
  }

  reset(): void {
    this.agent.reset();
  }

  /** The attack's draws come before the agent's. */
  async act(situation: Situation, rng: Rng): Promise<Action> {
    const { observation, env } = environmentSituation(situation, this.name);
    const seen = await this.attack.change(observation as Uint8Array, rng);
    return this.agent.act({ kind: 'env', observation: seen, env }, rng);
  }

  analysis(): Analysis | undefined {
    return this.agent.analysis();
  }

  async dispose(): Promise<void> {
    await this.attack.dispose();
    await this.agent.dispose();
  }
}

/**
 * The agent under an attack, "fgsm:epsilon=0.01"; it then owns the agent.
 * @throws bad-option for an attack that there is none of; unsupported for an agent that has no network to attack, or sees other things
 */
export async function attackedAgent(agent: Agent, attack: string): Promise<Agent> {
  const chosen = parseAgentAttack(attack);
  const { name, network } = agent;
  if (!network) {
    throw new AgonError(
      'unsupported',
      `"${name}" cannot be attacked: attacks follow the gradient of a network that chooses by one observation at a time, as those of dqn, pqn, ppo and their like do. Players without a network, with a search or with a memory have none.`,
    );
  }
  return new AttackedAgent(`${name} under ${chosen.spec}`, agent, await chosen.open(network));
}

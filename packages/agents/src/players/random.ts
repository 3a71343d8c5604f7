/** The random agent: every legal action with the same probability. */
import type { Rng } from '@agon/core';
import * as v from 'valibot';
import type { Agent, Situation } from '../agent.js';
import { defineAgent } from '../agentKind.js';

class RandomAgent implements Agent {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  reset(): void {}

  act(situation: Situation, rng: Rng): number {
    if (situation.kind === 'env') return rng.int(situation.env.actionNames.length);
    const legal = situation.state.legalActions();
    return legal[rng.int(legal.length)];
  }

  analysis(): undefined {
    return undefined;
  }

  async dispose(): Promise<void> {}
}

/** `random`: plays anything, needs nothing; one draw for each action. */
export const random = defineAgent({
  title: 'every legal action with the same probability',
  plays: 'both',
  schema: v.strictObject({}),
  make: (_environment, _settings, name) => new RandomAgent(name),
});

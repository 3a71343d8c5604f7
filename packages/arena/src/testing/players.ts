/** Simple players for tests. */
import type { Agent } from '@agon/agents';

/** Plays uniformly among the legal actions. */
export function random(name: string): Agent {
  return {
    name,
    reset: () => undefined,
    act: (situation, rng) => {
      if (situation.kind === 'env') return rng.int(situation.env.actionNames.length);
      const actions = situation.state.legalActions();
      return actions[rng.int(actions.length)];
    },
    analysis: () => undefined,
    dispose: () => Promise.resolve(),
  };
}

/**
 * `node timeToReturn.mjs ALGORITHM ENV RETURN STEPS SEED`: trains by the environment's preset, as `agon train … --steps STEPS` does,
 * until the mean return of the last 100 training episodes, random actions included, reaches RETURN, then plays 100 episodes with the
 * weights of that moment. Prints {step, seconds, cpuSeconds, mean, ci95}: seconds of wall and CPU time from before the
 * network is built; null where STEPS were not enough.
 */
import { algorithm } from '@agon/agents';
import { evaluate } from '@agon/arena';
import { parseSettings } from '@agon/core';

const [id, env, goal, steps, seed] = process.argv.slice(2);
const { schema, presets, train, loadAgent } = algorithm(id);
const preset = presets[env] ?? {};
const settings = parseSettings(schema, preset, `the preset of ${env}`);
const stop = new AbortController();
const began = performance.now();
const cpuBefore = process.cpuUsage();
const options = { env, settings, seed: Number(seed), steps: Number(steps), workers: 0, checkpointEvery: 1e9 };
let reached = null;
let weights;
for await (const event of train({ ...options, signal: stop.signal })) {
  if (event.kind === 'checkpoint') ({ weights } = event);
  if (event.kind !== 'metrics' || reached || event.values.episodes < 100) continue;
  if (event.values.return < Number(goal)) continue;
  const { user, system } = process.cpuUsage(cpuBefore);
  reached = {
    step: event.step,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (user + system) / 1e6,
  };
  stop.abort();
}
const agent = await loadAgent('trained', { algorithm: id, env, settings, step: 0, weights }, {});
const { mean, ci95 } = await evaluate({ agent, env, episodes: 100, seed: 1 });
await agent.dispose?.();
console.log(JSON.stringify({ ...(reached ?? { step: null, seconds: null, cpuSeconds: null }), mean, ci95 }));

import { describe, expect, it } from 'vitest';
import { staticPath } from './staticPath.js';

describe('staticPath', () => {
  it('gives every address of the API a file of its own, streams the file of what they tell', () => {
    const cases = {
      'api/runs': 'data/runs.json',
      'api/live/runs': 'data/runs.json',
      'api/runs/az': 'data/runs/az.json',
      'api/runs/az/metrics/live': 'data/runs/az/metrics.json',
      'api/runs/az/replays/400.json': 'data/runs/az/replays/400.json',
      'api/runs/az/checkpoints/400': 'data/runs/az/checkpoints/400.safetensors',
      'api/zoo': 'data/zoo.json',
      'api/zoo/go9': 'data/zoo/go9.json',
      'api/zoo/go9/weights': 'data/zoo/go9/weights.safetensors',
      'api/live/tournaments': 'data/tournaments.json',
      'api/tournaments/t%201/live': 'data/tournaments/t%201.json',
      'api/tournaments/t/games/0-1-0': 'data/tournaments/t/games/0-1-0.json',
    };
    for (const [address, file] of Object.entries(cases)) expect(staticPath(address)).toBe(file);
  });
});

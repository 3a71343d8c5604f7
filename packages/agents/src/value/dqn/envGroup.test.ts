/** Environments where the loss of a life ends an episode: games go on, are seeded when they begin, and are saved in the middle. */
import { RandomStream } from '@agon/core';
import { innermost, type PixelBreakout } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { Episode } from '@agon/learning';
import { expectRecorded } from '../../testing/episodes.js';
import { EnvGroup } from './envGroup.js';

const SPEC = 'pixel-breakout:size=8,stack=2,episodicLife';

const livesOf = (group: EnvGroup, i: number): number => (innermost(group.envs[i]) as PixelBreakout).lives;

/** Random steps of all environments; `ended` is told of each episode's end, when the next one has begun. */
function play(
  group: EnvGroup,
  rng: RandomStream,
  rounds: number,
  ended: (i: number, recorded: Episode | undefined) => void,
): void {
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < group.envs.length; i++) {
      const recorded = group.step(i, rng.int(3), undefined);
      if (group.terminated || group.truncated) ended(i, recorded);
    }
  }
}

describe('environments whose episodes are lives', () => {
  it('play every game to its last life', () => {
    const group = new EnvGroup(SPEC, 2, 'lives');
    group.start();
    const lives = group.envs.map((_, i) => [livesOf(group, i)]);
    play(group, new RandomStream('actions'), 900, (i) => lives[i].push(livesOf(group, i)));
    for (const each of lives) {
      expect(each.length).toBeGreaterThan(10);
      each.forEach((left, episode) => expect(left).toBe(5 - (episode % 5)));
    }
  });

  it('record the episodes that began with a seed, and wait for the next of them where one is wanted', () => {
    const group = new EnvGroup(SPEC, 1, 'recorded');
    group.wantRecording();
    group.start();
    const episodes: Episode[] = [];
    const livesAfter: number[] = [];
    play(group, new RandomStream('actions'), 2_000, (i, recorded) => {
      if (!recorded) return;
      episodes.push(recorded);
      livesAfter.push(livesOf(group, i));
      group.wantRecording();
    });
    expectRecorded(SPEC, episodes);
    expect(new Set(livesAfter)).toEqual(new Set([4]));
  });

  it('go on from a state in the middle of a game with the same lives and the same future', () => {
    const group = new EnvGroup(SPEC, 2, 'saved');
    group.wantRecording();
    group.start();
    const rng = new RandomStream('actions');
    play(group, rng, 100, () => undefined);
    const other = new EnvGroup(SPEC, 2, 'saved');
    other.load(JSON.parse(JSON.stringify(group.save())));
    const lives = [livesOf(group, 0), livesOf(group, 1)];
    expect(Math.max(...lives)).toBeLessThan(5);
    expect([livesOf(other, 0), livesOf(other, 1)]).toEqual(lives);
    const future = (of: EnvGroup, actions: RandomStream) => {
      const seen: unknown[] = [];
      play(of, actions, 500, (i, recorded) => {
        seen.push([i, livesOf(of, i), of.episodeReturn, of.episodeLength, of.envs[i].hash(), recorded]);
        of.wantRecording();
      });
      return seen;
    };
    const copy = new RandomStream('copy');
    copy.restore(rng.save());
    expect(future(other, copy)).toEqual(future(group, rng));
  });
});

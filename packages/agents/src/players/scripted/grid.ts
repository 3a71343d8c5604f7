/** Scripted players of the memory and exploration games. */
import { innermost, type DeepSea } from '@agon/envs';
import { rulePlayer } from './rulePlayer.js';

/** Remembers the sign, walks to the junction and turns the way it said. */
export const scriptedTMaze = rulePlayer(() => {
  let turn = 'up';
  return {
    act: ([left, middle, right]) => {
      if (middle === 1 && left + right === 1) turn = right === 1 ? 'up' : 'down';
      return middle === 1 && left + right === 0 ? turn : 'right';
    },
  };
});

/** Knows the map of the actions, which a learner must find out, and dives to the treasure. */
export const scriptedDeepSea = rulePlayer((env) => {
  const sea = innermost(env) as DeepSea;
  return { act: () => sea.actionNames[sea.right[Math.min(sea.row, sea.size - 1) * sea.size + sea.column]] };
});

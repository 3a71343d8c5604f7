/**
 * @agon/envs/wrappers: environments around an environment, each with one purpose and usable alone. `docs/environments.md` puts them
 * together by hand.
 */
export { AreaResize } from './areaResize.js';
export { ClipReward } from './clipReward.js';
export { EpisodicLife } from './episodicLife.js';
export { Flicker } from './flicker.js';
export { FrameSkip } from './frameSkip.js';
export { FrameStack } from './frameStack.js';
export { Luminance } from './luminance.js';
export { NoopStart } from './noopStart.js';
export { StickyActions } from './stickyActions.js';
export { TimeLimit } from './timeLimit.js';
export { Wrapper } from './wrapper.js';

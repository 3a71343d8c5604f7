/** @agon/core: randomness, errors, settings, "id:key=value" specs, checksums and turns of the event loop. */
export { breath } from './breath.js';
export { crc32c } from './crc32c.js';
export { formatDecimals } from './decimals.js';
export { categorical, dirichletInto, gamma, gumbel, normal, shuffle } from './distributions.js';
export { AgonError, type ErrorCode, type Json, type UsageCode } from './errors.js';
export { faultOfFileName } from './fileName.js';
export { Lifeline } from './lifeline.js';
export { multiply, tryInvert } from './linearAlgebra.js';
export {
  availableMemory,
  describeMemory,
  formatBytes,
  requireMemory,
  totalBytes,
  type MemoryItem,
} from './memory.js';
export { RandomStream, type RandomState, type Rng } from './rng.js';
export {
  describeSettings,
  type KeyWithoutText,
  parseSettings,
  type SettingInfo,
  type Settings,
  type SettingsSchema,
} from './settings.js';
export {
  count,
  counts,
  described,
  fraction,
  MOST_HELD,
  MOST_STEPS,
  MOST_THREADS,
  number,
} from './settingValues.js';
export {
  anyJson,
  checkJson,
  integers,
  listOf,
  numbers,
  parseJson,
  randomState,
  texts,
  wholeNumber,
} from './savedJson.js';
export { formatSpec, parseSpec, specText, splitSetting, type Spec } from './spec.js';
export { nearest, unknownName } from './suggest.js';
export { isSystemError, systemErrorAdvice, systemErrorText, type SystemError } from './systemErrors.js';

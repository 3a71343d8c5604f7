/** Every lesson, in the order in which they are read. */
import { unknownName } from '@agon/core';
import { adversarial } from './adversarial/adversarial.js';
import { alignments } from './alignments/alignments.js';
import { alexnet } from './alexnet/alexnet.js';
import { approximation } from './approximation/approximation.js';
import { bias } from './bias/bias.js';
import { convolution } from './convolution/convolution.js';
import { counting } from './counting/counting.js';
import { depth } from './depth/depth.js';
import { features } from './features/features.js';
import { forecast } from './forecast/forecast.js';
import { gates } from './gates/gates.js';
import { heads } from './heads/heads.js';
import { ladder } from './ladder/ladder.js';
import { largeData } from './largeData/largeData.js';
import type { Lesson } from './lesson.js';
import { memory } from './memory/memory.js';
import { parts } from './parts/parts.js';
import { patterns } from './patterns/patterns.js';
import { pooling } from './pooling/pooling.js';
import { positions } from './positions/positions.js';
import { receptiveField } from './receptiveField/receptiveField.js';
import { rules } from './rules/rules.js';
import { sampling } from './sampling/sampling.js';
import { sharedWeights } from './sharedWeights/sharedWeights.js';
import { softmax } from './softmax/softmax.js';
import { tally } from './tally/tally.js';
import { taxonomy } from './taxonomy/taxonomy.js';
import { words } from './words/words.js';

export const lessons: readonly Lesson[] = [
  approximation,
  depth,
  convolution,
  sharedWeights,
  receptiveField,
  pooling,
  features,
  softmax,
  alexnet,
  bias,
  adversarial,
  largeData,
  counting,
  words,
  sampling,
  ladder,
  alignments,
  heads,
  positions,
  parts,
  rules,
  tally,
  taxonomy,
  memory,
  gates,
  patterns,
  forecast,
];

/** The lesson of that id. @throws not-found with the near name */
export function findLesson(id: string): Lesson {
  const found = lessons.find((each) => each.id === id);
  if (found) return found;
  const ids = lessons.map((each) => each.id);
  throw unknownName('not-found', 'lesson', id, ids, `There are: ${ids.join(', ')}.`);
}

/** Spaces that have a name. */
import { Space } from './space.js';

/** `cells`: that of the recorded table (data/cells). `arcade`: for the small boards of games. `texts`: over the words of a text. */
export const SPACES: Readonly<Record<string, string>> = {
  cells:
    'conv3x8s2|conv5x8s2|conv3x16s2/max|average|none/conv3x16|conv3x32|res3x16|none/max|none/mean|lstm32|none/dense64',
  arcade:
    'conv3x8|conv3x16|conv3x32|conv5x16|none/max|none/conv3x16|conv3x32|res3x16|res3x32|none/mean|lstm64|none/dense64|dense128|dense256/dense64|none',
  texts: 'conv3x16|conv5x16|none/conv3x16|conv3x16d2|none/conv3x16d4|none/largest|mean|lstm32/dense32|none',
};

/** The space of this name, or as it is written. @throws bad-option */
export const findSpace = (text: string): Space =>
  new Space(Object.hasOwn(SPACES, text) ? SPACES[text] : text);

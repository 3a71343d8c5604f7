/** The flags of `agon data show`. */
import type { SplitName } from '@agon/data';
import type { JsonFlag } from '../commonFlags.js';

export interface DataShowFlags extends JsonFlag {
  split?: SplitName;
  out?: string;
  count?: number;
}

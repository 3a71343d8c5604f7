/** Games of the zoo that were recorded for the front door: small, and there before any network is. */
import { parseReplay, type Replay } from '@agon/runs';
import breakout from './recorded/breakout.json';
import go9 from './recorded/go9.json';

/** A recorded game, and how it is shown. */
export interface Recorded {
  readonly replay: Replay;
  /** How long a position is shown, in milliseconds. */
  readonly periodMs: number;
  /** The position that is seen first: not an empty board. */
  readonly first: number;
}

/** Two agents of the zoo at Go on 9×9. */
export const recordedGo: Recorded = { replay: parseReplay(go9), periodMs: 900, first: 24 };

/** An agent of the zoo that plays Breakout. */
export const recordedBreakout: Recorded = { replay: parseReplay(breakout), periodMs: 110, first: 60 };

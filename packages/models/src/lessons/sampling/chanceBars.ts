/** What comes next, as bars: the chances that a model gives, and those that are drawn from. V = tokens. */
import type { Tokeniser } from '@agon/data';
import { chances, type Choosing } from '../../text/language/sampling/choose.js';
import type { Bars } from '../figure.js';

/** Tokens whose chances are drawn, the likeliest first. */
const SHOWN = 12;

/** The model's own chances. */
export const AS_IT_IS: Choosing = { temperature: 1, topK: 0, topP: 1 };

/** As a person reads a token. */
const shown = (symbol: string): string => (symbol === '\n' ? 'new line' : symbol === ' ' ? 'space' : symbol);

/** @param logits [V] */
export function chanceBars(
  tokeniser: Tokeniser,
  logits: ArrayLike<number>,
  choosing: Choosing,
): [Bars, Bars] {
  const own = chances(logits, AS_IT_IS);
  const order = [...own.keys()].sort((a, b) => own[b] - own[a] || a - b).slice(0, SHOWN);
  const barsOf = (title: string, all: Float64Array): Bars => ({
    kind: 'bars',
    title,
    most: 1,
    items: order.map((token) => ({
      label: shown(tokeniser.show(token)),
      value: all[token],
      text: all[token] === 0 ? 'never' : `${(100 * all[token]).toFixed(1)} %`,
    })),
  });
  return [
    barsOf('What comes next, by the model', own),
    barsOf('What is drawn from', chances(logits, choosing)),
  ];
}

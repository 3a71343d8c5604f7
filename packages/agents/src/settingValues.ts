/** What the values of settings may be, each with its help text. */
import * as v from 'valibot';

/** A finite number in [least, most]. */
export const number = (least: number, text: string, most = Number.MAX_VALUE) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most), v.description(text));
/** A whole number of at least `least`. */
export const count = (least: number, text: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.description(text));
/** A number in [0, 1]. */
export const fraction = (text: string) => number(0, text, 1);
/** True or false. */
export const flag = (text: string) => v.pipe(v.boolean(), v.description(text));
/** Text; what is allowed is said by whoever reads it. */
export const words = (text: string) => v.pipe(v.string(), v.description(text));

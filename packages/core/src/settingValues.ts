/** What the value of a setting may be, each with its help text: the entries of schemas for `parseSettings`. */
import * as v from 'valibot';

/** A finite number in [least, most]. */
export const number = (least: number, text: string, most = Number.MAX_VALUE) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most), v.description(text));
/** A whole number in [least, most]. */
export const count = (least: number, text: string, most = Number.MAX_VALUE) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most), v.description(text));
/** A list of whole numbers of at least 1, such as 120/84; `length`: how many at least. */
export const counts = (length: number, text: string) =>
  v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.minLength(length), v.description(text));
/** A number in [0, 1]. */
export const fraction = (text: string) => number(0, text, 1);
/** True or false. */
export const flag = (text: string) => v.pipe(v.boolean(), v.description(text));
/** One of several words. */
export const choice = <const Options extends readonly string[]>(options: Options, text: string) =>
  v.pipe(v.picklist(options), v.description(text));
/** Text; what is allowed is said by whoever reads it. */
export const words = (text: string) => v.pipe(v.string(), v.description(text));

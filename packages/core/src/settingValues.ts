/** What the value of a setting may be, each with its help text: the entries of schemas for `parseSettings`. */
import * as v from 'valibot';

/** The most of what takes time alone: steps, updates, visits. More would not end while the machine lasts. */
export const MOST_STEPS = 1e12;
/** The most of what takes memory: more than any machine holds. What fits into this one, `requireMemory` says. */
export const MOST_HELD = 1e12;
/** The most threads: more than any machine has cores. */
export const MOST_THREADS = 1024;
/** The largest rate, weight or constant: with such factors nothing is left of other terms in 32-bit numbers. */
const LARGEST = 1e9;
/** The longest list. */
const MOST_LISTED = 100;

/** A number in [least, most]. */
export const number = (least: number, text: string, most = LARGEST) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most), v.description(text));
/** A whole number in [least, most]; `MOST_STEPS` or `MOST_HELD` where it has no bound of its own. */
export const count = (least: number, text: string, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most), v.description(text));
/** A list of whole numbers of 1 to `most`, such as 120/84; `length`: how many at least. */
export const counts = (length: number, text: string, most: number) =>
  v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most))),
    v.minLength(length),
    v.maxLength(MOST_LISTED),
    v.description(text),
  );
/** A number in [0, 1]. */
export const fraction = (text: string) => number(0, text, 1);
/** True or false. */
export const flag = (text: string) => v.pipe(v.boolean(), v.description(text));
/** One of several words. */
export const choice = <const Options extends readonly string[]>(options: Options, text: string) =>
  v.pipe(v.picklist(options), v.description(text));
/** Text; what is allowed is said by whoever reads it. */
export const words = (text: string) => v.pipe(v.string(), v.description(text));

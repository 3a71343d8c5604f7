/** What the value of a setting may be: the entries of schemas for `parseSettings`. Flags are `v.boolean()`, texts `v.string()`. */
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
export const number = (least: number, most = LARGEST) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most));
/** A whole number in [least, most]; `MOST_STEPS` or `MOST_HELD` where it has no bound of its own. */
export const count = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
/** A list of whole numbers of 1 to `most`, such as 120/84; `length`: how many at least. */
export const counts = (length: number, most: number) =>
  v.pipe(v.array(count(1, most)), v.minLength(length), v.maxLength(MOST_LISTED));
/** A number in [0, 1]. */
export const fraction = number(0, 1);

/** A value with its help text. Settings of trainers have none here: their texts stand in catalogues of words. */
export const described = <const S extends v.GenericSchema>(schema: S, text: string) =>
  v.pipe(schema, v.description(text));

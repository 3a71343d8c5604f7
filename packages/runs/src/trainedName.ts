/** The names of trained weights on disk: "runs/NAME", "runs/NAME@STEP", "zoo/NAME". */

/** A name's parts; undefined where it is none. `step` is the text behind "@", which may be no number. */
export function trainedName(
  path: string,
): { place: 'runs' | 'zoo'; name: string; step: string | undefined } | undefined {
  const [, place, name, step] = /^(runs|zoo)\/([^@]+)(?:@(.*))?$/.exec(path) ?? [];
  return place ? { place: place as 'runs' | 'zoo', name, step } : undefined;
}

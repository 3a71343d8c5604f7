/** From a point of a learning curve to the replay recorded nearest to it. */

/** The training step at which a replay was recorded, from its file name ("12000.json"). */
function replayStep(file: string): number {
  return Number.parseInt(file, 10);
}

/** The file whose step is nearest to `step` (the earlier one of two); undefined where there is none. */
export function nearestReplay(files: readonly string[], step: number): string | undefined {
  let nearest: string | undefined;
  for (const file of files) {
    const distance = Math.abs(replayStep(file) - step);
    if (nearest === undefined || distance < Math.abs(replayStep(nearest) - step)) nearest = file;
  }
  return nearest;
}

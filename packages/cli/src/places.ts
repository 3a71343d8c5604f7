/** Where things lie, relative to the folder in which `agon` is called. */

/** The folder of the runs; `runs/NAME` names an agent and is its path. */
export const RUNS_DIR = 'runs';

/** `agon perft`: counts of move sequences, to check rules against known ones. */
import { perft as countLeaves } from '@agon/envs';
import { print, printJson } from '../output.js';
import { positionAfter } from '../position.js';

/** The command's flags. `depth` in moves, counted from the position after `moves`. */
export interface PerftFlags {
  env: string;
  depth: number;
  moves?: string;
  json?: boolean;
}

/** Prints the number of sequences of `depth` moves. @throws as `positionAfter` */
export function perft({ env, depth, moves, json }: PerftFlags): void {
  const leaves = countLeaves(positionAfter(env, moves), depth);
  if (json) printJson({ leaves });
  else print(String(leaves));
}

/** What a run will take of the disk, said before it trains. */
import { statfsSync } from 'node:fs';
import { formatBytes, type Json } from '@agon/core';
import type { RunConfig } from '@agon/runs';
import { MOST_CHECKPOINTS } from '@agon/runs/node';
import { formatCount } from './format.js';
import { paint } from './paint.js';

/** A state holds the parameters, their moments and, of value learners, a second copy: about so many times the weights. */
const STATE_WEIGHTS = 4;
/** Bytes of a parameter. */
const FLOAT = 4;

const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

/** Bytes that are free for this user where the folder lies; undefined where the system does not tell. */
function freeBytes(directory: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return undefined; // a hint less; what cannot be written is said when it is written
  }
}

/**
 * "keeps at most 40 checkpoints of 240 kB and a state of about 7.0 MB: 16.6 MB", and a warning where there is less room.
 * @param info what the algorithm tells at its start; nothing is said where it does not tell its parameters
 */
export function describeDisk(
  directory: string,
  { steps, checkpointEvery }: RunConfig,
  info: Readonly<Record<string, Json>>,
): string[] {
  const weights = FLOAT * numberOf(info.parameters);
  if (weights === 0) return [];
  const count = Math.min(MOST_CHECKPOINTS, Math.ceil((steps ?? Infinity) / checkpointEvery) + 1);
  const state = STATE_WEIGHTS * weights + numberOf(info.replayBytes);
  const sum = count * weights + state;
  const checkpoints = `${formatCount(count, 'checkpoint')} of ${formatBytes(weights)}`;
  const lines = [
    `  keeps at most ${checkpoints} and a state of about ${formatBytes(state)}: ${formatBytes(sum)}`,
  ];
  const free = freeBytes(directory);
  if (free !== undefined && free < sum) {
    lines.push(`${paint('yellow', 'warning:')} only ${formatBytes(free)} of disk space are left.`);
  }
  return lines;
}

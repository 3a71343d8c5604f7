/** `agon runs`: the runs of this folder and what they take of the disk; thins their checkpoints, or has some kept for good. */
import { AgonError, formatBytes } from '@agon/core';
import { isReadable } from '@agon/runs';
import { folderBytes, keepCheckpoint, listRuns, pruneRun, runDirectory } from '@agon/runs/node';
import { formatCount, formatNumber } from '../format.js';
import { print, printJson, say } from '../output.js';
import { table } from '../tableText.js';
import { paint } from '../paint.js';
import { RUNS_DIR } from '../places.js';

/** The command's flags. */
export interface RunsFlags {
  /** prune: how many checkpoints stay that nobody names; as many as training keeps if not given. */
  keep?: number;
  /** prune: only print what would be removed. */
  dryRun?: boolean;
  json?: boolean;
}

/** @param action "prune", "keep", or none: the list */
export function runs(action: string | undefined, what: readonly string[], flags: RunsFlags): void {
  if (action === undefined) return list(flags);
  if (action === 'prune') return prune(what.map(nameOf), flags);
  if (action === 'keep') return keep(what);
  throw new AgonError(
    'unknown-command',
    `\`agon runs ${action}\` is not known; it is \`agon runs\`, \`agon runs prune\` or \`agon runs keep NAME@STEP\`.`,
  );
}

const nameOf = (text: string): string => text.replace(/^runs\//, '').replace(/\/$/, '');

function list({ json }: RunsFlags): void {
  const found = listRuns(RUNS_DIR).map((run) => {
    const { name, status, damage } = run;
    const known = isReadable(run)
      ? { algorithm: run.config.algorithm, step: run.step, checkpoints: run.checkpoints.length }
      : { algorithm: '', step: 0, checkpoints: 0 };
    return { name, status, ...known, bytes: folderBytes(runDirectory(RUNS_DIR, name)), damage };
  });
  if (json) return printJson(found);
  if (found.length === 0) return say(`there are no runs in ${RUNS_DIR} yet; \`agon train\` makes one.`);
  const right = 'right' as const;
  print(
    table(
      [
        { head: 'run' },
        { head: 'status' },
        { head: 'step', align: right },
        { head: 'kept', align: right },
        { head: 'size', align: right },
      ],
      found.map(({ name, status, step, checkpoints, bytes }) => [
        name,
        status,
        formatNumber(step),
        formatNumber(checkpoints),
        formatBytes(bytes),
      ]),
    ),
  );
  for (const text of found.flatMap(({ damage }) => damage ?? []))
    say(`${paint('yellow', 'warning:')} ${text}`);
  const all = found.reduce((sum, { bytes }) => sum + bytes, 0);
  say(
    `${formatCount(found.length, 'run')}, ${formatBytes(all)}. \`agon runs prune\` thins their checkpoints.`,
  );
}

/** Without names: every run that is not being trained; one that cannot be read is left as it is. */
function prune(names: readonly string[], { keep: most, dryRun = false, json }: RunsFlags): void {
  const chosen = names.length > 0 ? names : listRuns(RUNS_DIR).map(({ name }) => name);
  const done: { name: string; kept: number; removed: number[]; bytes: number }[] = [];
  for (const name of chosen) {
    try {
      const { kept, removed, bytes } = pruneRun(RUNS_DIR, name, { most, dryRun });
      done.push({ name, kept: kept.length, removed, bytes });
      if (removed.length === 0 || json) continue;
      const gone = `${formatCount(removed.length, 'checkpoint')} (${formatBytes(bytes)})`;
      print(`${name}: ${dryRun ? 'would remove' : 'removed'} ${gone}, keeps ${formatNumber(kept.length)}`);
    } catch (error) {
      if (names.length > 0 || !(error instanceof AgonError)) throw error;
      say(`${name} is not changed: ${error.message}`);
    }
  }
  if (json) return printJson(done);
  const bytes = done.reduce((sum, each) => sum + each.bytes, 0);
  const freed =
    bytes === 0 ? 'nothing to remove' : `${formatBytes(bytes)} ${dryRun ? 'would be free' : 'freed'}`;
  say(`${freed} in ${formatCount(done.length, 'run')}`);
}

/** @throws bad-option for what is no NAME@STEP */
function keep(what: readonly string[]): void {
  if (what.length === 0) throw new AgonError('bad-option', 'say what to keep: agon runs keep NAME@STEP.');
  for (const text of what) {
    const [, name, step] = /^(.+)@(\d+)$/.exec(nameOf(text)) ?? [];
    if (name === undefined) {
      throw new AgonError(
        'bad-option',
        `"${text}" names no checkpoint; write NAME@STEP, such as ${text}@20000.`,
      );
    }
    keepCheckpoint(RUNS_DIR, name, Number(step));
    print(`${RUNS_DIR}/${name}@${step} is kept permanently (${RUNS_DIR}/${name}/keep.txt)`);
  }
}

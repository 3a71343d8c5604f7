/** How long `agon` takes to begin: `agon --help` and `agon envs` against a bare `node -e 0`, in turns. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const AGON = fileURLToPath(new URL('../packages/cli/bin/agon.js', import.meta.url));
const TURNS = 15;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds of a process with these arguments. */
function time(args) {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed`);
  return performance.now() - began;
}

export function bench({ filter, log }) {
  const commands = ['--help', 'envs'].filter((command) => command.includes(filter));
  return commands.map((command) => {
    log(`agon ${command}: ${TURNS} turns`);
    const ours = [];
    const bare = [];
    for (let turn = 0; turn < TURNS; turn++) {
      bare.push(time(['-e', '0']));
      ours.push(time([AGON, command]));
    }
    const [of, baseline] = [median(ours), median(bare)];
    const row = { ours: of, baseline, baselineName: 'node -e 0', ratio: baseline / of };
    return { name: `agon ${command}`, ...row, unit: 'ms', threads: 1 };
  });
}

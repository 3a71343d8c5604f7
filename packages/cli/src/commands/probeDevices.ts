/** Which devices are there, asked in a process of its own: drivers write to stderr past Node, and some end the process that asks. */
import { execFile } from 'node:child_process';

/** The most that drivers may take to come up, in milliseconds. */
const PATIENCE_MS = 60_000;
/** Stands before what the drivers of a device write, and before its answer. */
const MARK = '\u0001';

/** `said`: the first line that the driver wrote to stderr. */
export interface Probe {
  ok: boolean;
  said?: string;
}

/** Loads devices of `@agon/engine` one after another. @param ids such as "webgpu" */
export async function probeDevices(ids: readonly string[]): Promise<ReadonlyMap<string, Probe>> {
  const probes = new Map<string, Probe>();
  for (let left = ids; left.length > 0; left = ids.filter((id) => !probes.has(id))) {
    const { answers, said } = await ask(left);
    answers.forEach((ok, i) => probes.set(left[i], { ok, ...said[i] }));
    // The next one's driver ended the process.
    if (answers.length < left.length)
      probes.set(left[answers.length], { ok: false, ...said[answers.length] });
  }
  return probes;
}

function ask(ids: readonly string[]): Promise<{ answers: boolean[]; said: Pick<Probe, 'said'>[] }> {
  const program = `
    import { writeSync } from 'node:fs';
    import { loadDevice } from ${JSON.stringify(import.meta.resolve('@agon/engine'))};
    for (const id of ${JSON.stringify(ids)}) {
      writeSync(2, ${JSON.stringify(MARK)});
      writeSync(1, await loadDevice(id).then(() => '1', () => '0'));
    }
    process.exit();`;
  return new Promise((resolve) => {
    const asked = ['--input-type=module', '-e', program];
    execFile(process.execPath, asked, { timeout: PATIENCE_MS }, (_error, stdout, stderr) => {
      const answers = [...stdout].slice(0, ids.length).map((answer) => answer === '1');
      resolve({ answers, said: stderr.split(MARK).slice(1).map(firstLine) });
    });
  });
}

/** "Couldn't load Vulkan: …" of "Warning: Couldn't load Vulkan: …\n at …". */
function firstLine(text: string): Pick<Probe, 'said'> {
  const line = text
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each !== '');
  return line === undefined ? {} : { said: line.replace(/^warning: */i, '') };
}

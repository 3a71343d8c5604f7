/** `auto`: makes a program on each device that loads, times one run, keeps the fastest. */
import { loadDevice, memoryOfAuto, type Device } from './device.js';
import type { Execution } from '../execution.js';

/** tfjs:cpu is no candidate: it is never the fastest, and a run of it cannot be cut short. */
const CANDIDATES: readonly Device[] = ['cpu', 'webgpu', 'tfjs:node-gpu'];
/** After this no other device is tried, and one that has not answered has lost. */
const LIMIT_MS = 5000;

/** What this process found, by program. */
const found = new Map<string, Device>();

type MakeExecution = (device: Device) => Promise<Execution>;

/**
 * The execution on the fastest device.
 * @param program what tells programs apart: a device once found is taken again for the same one
 */
export async function fastest(program: string, make: MakeExecution): Promise<Execution> {
  const known = found.get(program) ?? CANDIDATES.find((id) => id === memoryOfAuto()?.recall(program));
  if (known) {
    const execution = await makeOn(known, make).catch(() => undefined); // a device that is gone is not missed
    if (execution) return execution;
  }
  const end = performance.now() + LIMIT_MS;
  let best: { device: Device; ms: number; execution: Execution } | undefined;
  const times: string[] = [];
  for (const device of CANDIDATES) {
    if (best && performance.now() > end) break;
    const attempt = timed(device, make);
    const result = await (best ? Promise.race([attempt, after(end - performance.now())]) : attempt);
    if (!result)
      void attempt.then((late) => late?.execution.release()); // too late, or not there
    else {
      times.push(`${device} ${result.ms.toPrecision(3)} ms`);
      const loser = !best || result.ms < best.ms ? best : result;
      if (loser !== result) best = { device, ...result };
      await loser?.execution.release();
    }
  }
  if (!best) return makeOn('cpu', make); // which says why it cannot
  found.set(program, best.device);
  memoryOfAuto()?.remember(program, best.device);
  memoryOfAuto()?.say(`device auto: one step takes ${times.join(', ')}; taking ${best.device}`);
  return best.execution;
}

async function makeOn(device: Device, make: MakeExecution): Promise<Execution> {
  await loadDevice(device);
  return make(device);
}

/** undefined where the device does not load, or cannot run the program. */
async function timed(
  device: Device,
  make: MakeExecution,
): Promise<{ ms: number; execution: Execution } | undefined> {
  try {
    const execution = await makeOn(device, make);
    await execution.run(); // shaders, memory
    const start = performance.now();
    await execution.run();
    return { ms: performance.now() - start, execution };
  } catch {
    return undefined;
  }
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), Math.max(0, ms));
    if (typeof timer === 'object') (timer as { unref(): void }).unref();
  });
}

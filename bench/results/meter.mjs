/**
 * Loaded before a command of the queue: writes its wall-clock and CPU seconds, those of earlier sittings included, to AGON_METER
 * every few seconds and at the end, so that they survive a kill. Stops the command where the queue itself was killed.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 5000;

if (isMainThread) {
  const file = process.env.AGON_METER;
  const parent = process.ppid;
  const before = earlier();
  const write = () => {
    const { user, system } = process.cpuUsage();
    const cost = {
      wallSeconds: before.wallSeconds + performance.now() / 1000,
      cpuSeconds: before.cpuSeconds + (user + system) / 1e6,
    };
    writeFileSync(`${file}.tmp`, JSON.stringify(cost));
    renameSync(`${file}.tmp`, file);
  };
  let told = false;
  setInterval(() => {
    write();
    if (process.ppid !== parent && !told) told = process.kill(process.pid, 'SIGINT');
  }, EVERY_MS).unref();
  process.on('exit', write);

  function earlier() {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return { wallSeconds: 0, cpuSeconds: 0 };
    }
  }
}

/** `--device`: where networks run in this process, and what `auto` found out before. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseJson, texts } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import { parseDevice, useDevice, type AutoMemory, type Device } from '@agon/engine';
import { say } from './output.js';

/** Lets programs run on a device from now on; undefined leaves the choice to the engine. @throws bad-option, unsupported */
export async function takeDevice(name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const device = parseDevice(name);
  await useDevice(device, device === 'auto' ? rememberedDevices(deviceFile()) : undefined);
}

/** $XDG_CACHE_HOME/agon/devices.json, or ~/.cache. */
function deviceFile(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'agon', 'devices.json');
}

/** Keeps the fastest device of each program in a file, apart for each processor. A file that cannot be used is done without. */
export function rememberedDevices(path: string): AutoMemory {
  const keyOf = (program: string) => `${cpus()[0]?.model.trim() ?? process.arch}: ${program}`;
  const read = (): Record<string, string> => {
    try {
      return parseJson(texts, readFileSync(path, 'utf8'), path);
    } catch {
      return {};
    }
  };
  return {
    recall(program) {
      const found = read();
      const device = Object.hasOwn(found, keyOf(program)) ? found[keyOf(program)] : undefined;
      if (device) say(`device auto: ${device}, as timed before (${path})`);
      return device;
    },
    remember(program: string, device: Device) {
      try {
        makeFolder(dirname(path));
        const temporary = `${path}.${process.pid}`;
        writeFileSync(temporary, JSON.stringify({ ...read(), [keyOf(program)]: device }, null, 2));
        renameSync(temporary, path);
      } catch (error) {
        say(`device auto: not kept for the next time: ${(error as Error).message}`);
      }
    },
    say,
  };
}

/**
 * The resumable state of a run, `state/`: a manifest that names its files with sizes and checksums. A new state's files
 * have new names; the manifest is replaced in one step when they are durable, and only then old files go. So a crash at
 * any moment leaves the old state or the new one, whole, and at worst some files that no manifest names.
 *
 *     manifest.json               step, counters, the state's JSON, the list of files
 *     arrays.<step>.safetensors   parameters' moments and the like, written whole
 *     <log>.<start>-<end>.bin     rows of a replay buffer, appended file by file
 */
import { AgonError, type Json } from '@agon/core';
import type { SavedState, Segment, StateArray, TrainState } from '@agon/agents';
import { decodeSafetensors, encodeSafetensors } from '@agon/engine/safetensors';
import { join } from 'node:path';
import { crc32c } from './crc32c.js';
import { replaceFile, replaceFileDurably, type Disk } from './disk.node.js';

interface StateFile {
  name: string;
  bytes: number;
  crc32c: number;
}

interface LogEntry {
  rowBytes: number;
  keepFrom: number;
  end: number;
  /** In order, without gaps: each begins where the one before ends. */
  files: (StateFile & { start: number; end: number })[];
}

/** `manifest.json`. */
export interface StateManifest {
  format: 1;
  step: number;
  /** Seconds of training up to this state, all sittings added up. */
  seconds: number;
  /** The length of metrics.jsonl at this state: what lies behind it is not part of it. */
  metricsBytes: number;
  json: Json;
  arrays: StateFile;
  segments: Record<string, LogEntry>;
}

const MANIFEST = 'manifest.json';

/** Reads and writes the state of one run. */
export class StateStore {
  private readonly disk: Disk;
  private readonly directory: string;

  constructor(disk: Disk, directory: string) {
    this.disk = disk;
    this.directory = directory;
  }

  /** The manifest, or undefined where no state was completed yet. @throws bad-checkpoint where it is unreadable */
  manifest(): StateManifest | undefined {
    if (!this.disk.list(this.directory).includes(MANIFEST)) return undefined;
    const path = join(this.directory, MANIFEST);
    let manifest: StateManifest;
    try {
      manifest = JSON.parse(new TextDecoder().decode(this.disk.read(path))) as StateManifest;
    } catch (cause) {
      throw new AgonError('bad-checkpoint', `${path} is no JSON: ${(cause as Error).message}.`, { cause });
    }
    if (manifest.format !== 1) {
      throw new AgonError(
        'bad-checkpoint',
        `${path} has format ${String(manifest.format)}; this agon reads format 1.`,
      );
    }
    return manifest;
  }

  /** Reads a state and checks every file. @throws bad-checkpoint with the file that is missing or damaged */
  load(manifest: StateManifest): SavedState {
    const { tensors } = decodeSafetensors(this.readChecked(manifest.arrays));
    const arrays: Record<string, StateArray> = {};
    for (const [name, tensor] of Object.entries(tensors)) arrays[name] = tensor.data;
    const segments: Record<string, Segment> = {};
    for (const [name, log] of Object.entries(manifest.segments)) segments[name] = this.loadLog(log);
    return { json: manifest.json, arrays, segments };
  }

  private loadLog({ rowBytes, keepFrom, end, files }: LogEntry): Segment {
    const bytes = new Uint8Array((end - keepFrom) * rowBytes);
    for (const file of files) {
      const from = Math.max(file.start, keepFrom);
      const rows = this.readChecked(file).subarray((from - file.start) * rowBytes);
      bytes.set(rows, (from - keepFrom) * rowBytes);
    }
    return { rowBytes, start: keepFrom, end, keepFrom, bytes };
  }

  private readChecked(file: StateFile): Uint8Array {
    const path = join(this.directory, file.name);
    let bytes: Uint8Array;
    try {
      bytes = this.disk.read(path);
    } catch (cause) {
      throw new AgonError('bad-checkpoint', `${path} cannot be read; the state needs it.`, { cause });
    }
    if (bytes.length !== file.bytes || crc32c(bytes) !== file.crc32c) {
      const fault =
        bytes.length !== file.bytes ? `has ${bytes.length} bytes, not ${file.bytes}` : 'fails its checksum';
      throw new AgonError(
        'bad-checkpoint',
        `${path} ${fault}: it was damaged after it was written. Restore it from a copy.`,
      );
    }
    return bytes;
  }

  /**
   * Makes `state` the run's state; durable when it returns. A state of the same step as the present one changes nothing.
   * @throws internal where the rows of a log do not follow on what is stored, or the JSON holds what JSON cannot
   */
  save(step: number, seconds: number, metricsBytes: number, state: TrainState): StateManifest {
    const old = this.manifest();
    if (old?.step === step) return old;
    assertJson(state.json, 'state');
    const segments: Record<string, LogEntry> = {};
    for (const [name, segment] of Object.entries(state.segments)) {
      segments[name] = this.appendRows(name, segment, old?.segments[name]);
    }
    const arrays = this.write(`arrays.${step}.safetensors`, encodeArrays(state.arrays));
    this.disk.syncDirectory(this.directory);
    const manifest: StateManifest = {
      format: 1,
      step,
      seconds,
      metricsBytes,
      json: state.json,
      arrays,
      segments,
    };
    replaceFileDurably(this.disk, join(this.directory, MANIFEST), JSON.stringify(manifest));
    this.clean(manifest);
    return manifest;
  }

  private appendRows(name: string, segment: Segment, old: LogEntry | undefined): LogEntry {
    const { rowBytes, start, end, keepFrom, bytes } = segment;
    const follows = old === undefined || start === old.end || (start > old.end && keepFrom >= start);
    if (!follows || keepFrom > end || bytes.length !== (end - start) * rowBytes) {
      throw new AgonError(
        'internal',
        `log "${name}": rows ${start}–${end} of ${rowBytes} bytes (${bytes.length} in all, kept from ${keepFrom}) do not follow on ${old?.end ?? 0}.`,
      );
    }
    const files = (old?.files ?? []).filter((file) => file.end > keepFrom);
    if (end > Math.max(start, keepFrom)) {
      files.push({ ...this.write(`${name}.${start}-${end}.bin`, bytes), start, end });
    }
    return { rowBytes, keepFrom, end, files };
  }

  private write(name: string, bytes: Uint8Array): StateFile {
    replaceFile(this.disk, join(this.directory, name), bytes);
    return { name, bytes: bytes.length, crc32c: crc32c(bytes) };
  }

  /** Removes every file that the manifest (undefined: none yet) does not name. */
  clean(manifest: StateManifest | undefined): void {
    const keep = new Set<string>();
    if (manifest) {
      keep.add(MANIFEST).add(manifest.arrays.name);
      for (const log of Object.values(manifest.segments)) for (const file of log.files) keep.add(file.name);
    }
    for (const name of this.disk.list(this.directory)) {
      if (!keep.has(name)) this.disk.remove(join(this.directory, name));
    }
  }
}

function encodeArrays(arrays: Record<string, StateArray>): Uint8Array {
  const tensors = Object.entries(arrays).map(([name, data]) => [name, { shape: [data.length], data }]);
  return encodeSafetensors(Object.fromEntries(tensors));
}

/** JSON writes NaN and infinities as null: better to fail while the state is written than when it is read. */
function assertJson(value: Json, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AgonError('internal', `${path} is ${value}, which JSON cannot hold.`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) assertJson(part, `${path}.${key}`);
}

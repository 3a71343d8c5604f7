/**
 * The resumable state of a run, `state/`: a manifest that names its files with sizes and checksums. A new state's files
 * have new names; the manifest is replaced in one step when they are durable, and only then old files go. So a crash at
 * any moment leaves the old state or the new one, whole, and at worst some files that no manifest names.
 *
 *     none-yet                    empty; until the first state
 *     manifest.json               step, counters, the state's JSON, the list of files
 *     arrays.<step>.safetensors   parameters' moments and the like, written whole
 *     <log>.<start>-<end>.bin     rows of a replay buffer, appended file by file
 */
import { AgonError, crc32c, isSystemError, parseJson, systemErrorText, type Json } from '@agon/core';
import { decodeSafetensors, encodeSafetensors } from '@agon/engine/safetensors';
import type { SavedState, Segment, StateArray, TrainState } from '@agon/learning';
import { join } from 'node:path';
import * as v from 'valibot';
import { replaceFile, replaceFileDurably, type Disk } from './disk.node.js';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A file beside the manifest. Its name is one that this store gives: none leads elsewhere. */
const STATE_FILE = v.object({
  name: v.pipe(v.string(), v.regex(/^\w[\w-]*\.\d+(\.safetensors|-\d+\.bin)$/, 'a name of a state file')),
  bytes: count,
  crc32c: count,
});
type StateFile = v.InferOutput<typeof STATE_FILE>;

const LOG_ENTRY = v.object({
  rowBytes: count,
  keepFrom: count,
  end: count,
  /** In order, without gaps: each begins where the one before ends. */
  files: v.array(v.object({ ...STATE_FILE.entries, start: count, end: count })),
});
type LogEntry = v.InferOutput<typeof LOG_ENTRY>;

/** Raised whenever what states hold changes: a run cannot be resumed from a state of an earlier format. */
export const STATE_FORMAT = 2;

/** `manifest.json`. */
const STATE_MANIFEST = v.object({
  format: v.literal(STATE_FORMAT),
  step: count,
  /** Seconds of training up to this state, all sittings added up. */
  seconds: v.pipe(v.number(), v.minValue(0)),
  /** The length of metrics.jsonl at this state: what lies behind it is not part of it. */
  metricsBytes: count,
  json: v.custom<Json>((value) => value !== undefined),
  arrays: STATE_FILE,
  segments: v.record(v.string(), LOG_ENTRY),
  /** Of the manifest without this, as JSON; manifests of older versions have none. */
  crc32c: v.optional(count),
});
/** `manifest.json`. */
export type StateManifest = Omit<v.InferOutput<typeof STATE_MANIFEST>, 'crc32c'>;

const MANIFEST = 'manifest.json';
/** Is there from the making of a run until its first state: so "no state yet" is told from "the state is gone". */
const NO_STATE_YET = 'none-yet';

/** Reads and writes the state of one run. */
export class StateStore {
  private readonly disk: Disk;
  private readonly directory: string;

  constructor(disk: Disk, directory: string) {
    this.disk = disk;
    this.directory = directory;
  }

  /** Marks the store of a new run as one that has no state yet. */
  begin(): void {
    replaceFileDurably(this.disk, join(this.directory, NO_STATE_YET), '');
  }

  /** Whether no state was completed yet, rather than lost; always false in runs of older versions. */
  get isNew(): boolean {
    const names = this.disk.list(this.directory);
    return names.includes(NO_STATE_YET) && !names.includes(MANIFEST);
  }

  /** Whether the state has an earlier format, which nobody goes on from. @throws bad-checkpoint where its manifest is damaged */
  get isEarlier(): boolean {
    const file = this.manifestFile();
    if (!file) return false;
    const { format } = asCheckpointFault(() => parseJson(v.object({ format: count }), file.text, file.path));
    return format < STATE_FORMAT;
  }

  /** The manifest, or undefined where there is none. @throws bad-checkpoint where it is damaged, or of another format */
  manifest(): StateManifest | undefined {
    const file = this.manifestFile();
    if (!file) return undefined;
    const { path, text } = file;
    const { crc32c: sum, ...manifest } = asCheckpointFault(() => parseJson(STATE_MANIFEST, text, path));
    if (sum !== undefined && sum !== checksum(manifest)) throw damaged(path, 'fails its checksum');
    return manifest;
  }

  private manifestFile(): { path: string; text: string } | undefined {
    if (!this.disk.list(this.directory).includes(MANIFEST)) return undefined;
    const path = join(this.directory, MANIFEST);
    return { path, text: new TextDecoder().decode(this.disk.read(path)) };
  }

  /** Reads a state and checks every file. @throws bad-checkpoint with the file that is missing or damaged */
  load(manifest: StateManifest): SavedState {
    const path = join(this.directory, manifest.arrays.name);
    const bytes = this.readChecked(manifest.arrays);
    const { tensors } = asCheckpointFault(() => decodeSafetensors(bytes), path);
    const arrays: Record<string, StateArray> = {};
    for (const [name, tensor] of Object.entries(tensors)) arrays[name] = tensor.data;
    const segments: Record<string, Segment> = {};
    for (const [name, log] of Object.entries(manifest.segments)) {
      checkRows(log, `${join(this.directory, MANIFEST)}, log "${name}",`);
      segments[name] = this.loadLog(log);
    }
    return { json: manifest.json, arrays, segments };
  }

  private loadLog({ rowBytes, keepFrom, end, files }: LogEntry): Segment {
    for (const file of files) this.readChecked(file);
    const read = (file: LogEntry['files'][number]): Uint8Array =>
      this.readChecked(file).subarray((Math.max(file.start, keepFrom) - file.start) * rowBytes);
    // A large buffer is never in memory twice: each file is read again when its rows are taken.
    const pieces: Iterable<Uint8Array> = {
      *[Symbol.iterator]() {
        for (const file of files) yield read(file);
      },
    };
    return { rowBytes, start: keepFrom, end, keepFrom, pieces };
  }

  private readChecked(file: StateFile): Uint8Array {
    const path = join(this.directory, file.name);
    let bytes: Uint8Array;
    try {
      bytes = this.disk.read(path);
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      const text = `${systemErrorText(cause)}; the state needs it. Restore it from a copy.`;
      throw new AgonError('bad-checkpoint', text, { cause });
    }
    if (bytes.length !== file.bytes) {
      throw damaged(path, `has ${bytes.length} bytes, not ${file.bytes}`);
    }
    if (crc32c(bytes) !== file.crc32c) throw damaged(path, 'fails its checksum');
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
      format: STATE_FORMAT,
      step,
      seconds,
      metricsBytes,
      json: state.json,
      arrays,
      segments,
    };
    const text = JSON.stringify({ ...manifest, crc32c: checksum(manifest) });
    replaceFileDurably(this.disk, join(this.directory, MANIFEST), text);
    this.clean(manifest);
    return manifest;
  }

  private appendRows(name: string, segment: Segment, old: LogEntry | undefined): LogEntry {
    const { rowBytes, start, end, keepFrom } = segment;
    const pieces = [...segment.pieces];
    const numBytes = pieces.reduce((sum, { length }) => sum + length, 0);
    const follows = old === undefined || start === old.end || (start > old.end && keepFrom >= start);
    if (!follows || keepFrom > end || numBytes !== (end - start) * rowBytes) {
      throw new AgonError(
        'internal',
        `log "${name}": rows ${start}–${end} of ${rowBytes} bytes (${numBytes} in all, kept from ${keepFrom}) do not follow on ${old?.end ?? 0}.`,
      );
    }
    const files = (old?.files ?? []).filter((file) => file.end > keepFrom);
    let first = start;
    for (const piece of pieces) {
      const next = first + piece.length / rowBytes;
      if (next > Math.max(first, keepFrom)) {
        files.push({ ...this.write(`${name}.${first}-${next}.bin`, piece), start: first, end: next });
      }
      first = next;
    }
    return { rowBytes, keepFrom, end, files };
  }

  private write(name: string, bytes: Uint8Array): StateFile {
    replaceFile(this.disk, join(this.directory, name), bytes);
    return { name, bytes: bytes.length, crc32c: crc32c(bytes) };
  }

  /** Removes every file that the manifest (undefined: none yet) does not name. */
  clean(manifest: StateManifest | undefined): void {
    const keep = new Set<string>(manifest ? [] : [NO_STATE_YET]);
    if (manifest) {
      keep.add(MANIFEST).add(manifest.arrays.name);
      for (const log of Object.values(manifest.segments)) for (const file of log.files) keep.add(file.name);
    }
    for (const name of this.disk.list(this.directory)) {
      if (!keep.has(name)) this.disk.remove(join(this.directory, name));
    }
  }
}

function damaged(path: string, fault: string): AgonError {
  return new AgonError(
    'bad-checkpoint',
    `${path} ${fault}: it was damaged after it was written. Restore it from a copy.`,
  );
}

/** Runs a reader of a state's file: what it finds wrong with the file is wrong with the state. */
function asCheckpointFault<T>(read: () => T, path?: string): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof AgonError)) throw cause;
    const where = path === undefined ? '' : `${path}: `;
    throw new AgonError('bad-checkpoint', `${where}${cause.message} Restore it from a copy.`, { cause });
  }
}

/** Of a manifest as it is read back. */
const checksum = (manifest: StateManifest): number =>
  crc32c(new TextEncoder().encode(JSON.stringify(manifest)));

/** @throws bad-checkpoint where the files of a log do not hold its rows */
function checkRows({ rowBytes, keepFrom, end, files }: LogEntry, what: string): void {
  let next = files[0]?.start ?? keepFrom;
  let isWhole = next <= keepFrom && keepFrom <= end;
  for (const file of files) {
    isWhole &&= file.start === next && file.bytes === (file.end - file.start) * rowBytes;
    next = file.end;
  }
  if (isWhole && next === end) return;
  throw damaged(what, `has other rows than ${keepFrom}–${end} of ${rowBytes} bytes`);
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

/** How much memory there is, and the refusal of what does not fit, before any of it is taken. */
import { AgonError } from './errors.js';

/** One thing that takes memory. */
export interface MemoryItem {
  /** As an error names it: "the replay buffer". */
  what: string;
  bytes: number;
  /** What is to be lowered, as a person sets it: "bufferSize". */
  lower: string;
  /** Whether it is many small objects, which JavaScript keeps in a heap of limited size. */
  isObjects?: boolean;
}

/** What a page is taken to have: nothing there tells how much memory is free. */
const PAGE_BYTES = 2 * 2 ** 30;
/** What JavaScript's heap holds; more ends the process, however much memory the machine has. */
const HEAP_BYTES = 2 * 2 ** 30;
/** An error names so many items, the largest first. */
const MOST_NAMED = 3;

/** The parts of Node's `process` that tell of memory. */
interface Host {
  platform: string;
  availableMemory(): number;
  constrainedMemory(): number;
  memoryUsage: { rss(): number };
  getBuiltinModule(id: 'node:os'): { totalmem(): number };
}

/** Bytes that this process may still take; in a page a careful guess. */
export function availableMemory(): number {
  const { process } = globalThis as { process?: Partial<Host> };
  if (!process?.availableMemory) return PAGE_BYTES;
  return availableTo(process as Host);
}

/** The same for a process; where a system tells too little, more rather than less. */
export function availableTo(process: Host): number {
  const free = process.availableMemory();
  // macOS counts the memory that it keeps for files, nearly all of it, as taken.
  if (process.platform === 'darwin') return Math.max(free, process.getBuiltinModule('node:os').totalmem());
  // So does a container with a limit, though it gives that memory back on demand. Without a limit the number is beyond all bounds, or 0.
  const limit = process.constrainedMemory();
  return limit > 0 && Number.isSafeInteger(limit) ? Math.max(free, limit - process.memoryUsage.rss()) : free;
}

/** The bytes of all items. */
export function totalBytes(items: readonly MemoryItem[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** "7.10 GB (the replay buffer 7.06 GB, the network 31.2 MB)": the sum and the largest items. */
export function describeMemory(items: readonly MemoryItem[]): string {
  const named = largestFirst(items).slice(0, MOST_NAMED);
  const parts = named.map(({ what, bytes }) => `${what} ${formatBytes(bytes)}`);
  return `${formatBytes(totalBytes(items))} (${parts.join(', ')})`;
}

/**
 * Refuses what does not fit into memory.
 * @param whose what needs it, as it reads in an error: 'training by "dqn"'
 * @param available bytes that there are
 * @throws bad-option with what is needed, what there is, and what to lower
 */
export function requireMemory(
  whose: string,
  items: readonly MemoryItem[],
  available = availableMemory(),
): void {
  const refuse = (wanted: readonly MemoryItem[], there: string): never => {
    const { lower } = largestFirst(wanted)[0];
    throw new AgonError(
      'bad-option',
      `${whose} needs ${describeMemory(wanted)} of memory, and there is ${there}; lower ${lower}.`,
      { details: { needs: totalBytes(wanted), available } },
    );
  };
  const objects = items.filter(({ isObjects }) => isObjects);
  if (totalBytes(items) > available) refuse(items, formatBytes(available));
  if (totalBytes(objects) > HEAP_BYTES) refuse(objects, `room for ${formatBytes(HEAP_BYTES)} of objects`);
}

function largestFirst(items: readonly MemoryItem[]): MemoryItem[] {
  return [...items].sort((a, b) => b.bytes - a.bytes);
}

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** Bytes as "1.20 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} ${Math.round(bytes) === 1 ? 'byte' : 'bytes'}`;
  // 999,999 bytes are 1.00 MB, not 1.00e+3 kB.
  const power = Math.floor(Math.log10(Number(bytes.toPrecision(3))) / 3);
  const unit = Math.min(UNITS.length, power);
  return `${(bytes / 1000 ** unit).toPrecision(3)} ${UNITS[unit - 1]}`;
}

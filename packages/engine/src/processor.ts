/** What is known of the processor that decides how a graph is best written. */

interface NodeProcess {
  arch?: string;
  platform?: string;
  getBuiltinModule?: (name: string) => unknown;
}

/**
 * Whether the processor is an x64 one whose widest vectors are AVX2's: there ONNX Runtime's own convolution is no faster, per
 * multiplication, than its matrix product. Known on Linux only; false elsewhere.
 */
export function hasNarrowVectors(): boolean {
  const { process } = globalThis as { process?: NodeProcess };
  if (process?.platform !== 'linux' || process.arch !== 'x64') return false;
  const fs = process.getBuiltinModule?.('node:fs') as { readFileSync(path: string, coding: string): string } | undefined; // prettier-ignore
  try {
    const flags = /^flags\s*:(.*)$/m.exec(fs?.readFileSync('/proc/cpuinfo', 'utf8') ?? '')?.[1] ?? '';
    return / avx2\b/.test(flags) && !/ avx512f\b/.test(flags);
  } catch {
    return false; // no such file
  }
}

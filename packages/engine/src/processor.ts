/** What is known of the processor that decides how a graph is best written. */

interface NodeProcess {
  arch?: string;
  platform?: string;
  getBuiltinModule?: (name: string) => unknown;
}

/** How wide the vectors of an x64 processor are, in bits: AVX2's or AVX-512's. Known on Linux only; undefined elsewhere. */
export function vectorBits(): 256 | 512 | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  if (process?.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const fs = process.getBuiltinModule?.('node:fs') as { readFileSync(path: string, coding: string): string } | undefined; // prettier-ignore
  try {
    const flags = /^flags\s*:(.*)$/m.exec(fs?.readFileSync('/proc/cpuinfo', 'utf8') ?? '')?.[1] ?? '';
    if (/ avx512f\b/.test(flags)) return 512;
    return / avx2\b/.test(flags) ? 256 : undefined;
  } catch {
    return undefined; // no such file
  }
}

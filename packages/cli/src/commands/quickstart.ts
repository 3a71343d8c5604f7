/** stub */
export interface QuickstartFlags {
  minutes: number;
  seed: number;
}
export async function quickstart(flags: QuickstartFlags): Promise<void> {
  throw new Error(String(flags.seed));
}

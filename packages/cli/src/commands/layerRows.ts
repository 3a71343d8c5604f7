/** The layers of `agon nets show` as rows that a person can read: what repeats is said once. */
import type { LayerInfo } from '@agon/engine';

/** A layer's kernels, each once: "MatMul Slice ×64 Add". */
export function kernelsText(kernels: readonly string[]): string {
  const times = new Map<string, number>();
  for (const kernel of kernels) times.set(kernel, (times.get(kernel) ?? 0) + 1);
  return [...times].map(([kernel, n]) => (n === 1 ? kernel : `${kernel} ×${n}`)).join(' ');
}

/** The most layers of one step of what is unrolled over time. */
const LONGEST_STEP = 8;

/** The layers, those of steps that repeat only once, with how often they come and what they take in all. */
export function withRepeats(layers: readonly LayerInfo[]): [layer: LayerInfo, times: number][] {
  const look = ({ kind, kernels, shape, parameters }: LayerInfo): string =>
    parameters > 0 ? '' : [kind, ...kernels, ...shape].join(' ');
  const repeats = (i: number, length: number): boolean =>
    i + length < layers.length && look(layers[i]) !== '' && look(layers[i]) === look(layers[i + length]);
  const rows: [LayerInfo, number][] = [];
  for (let i = 0; i < layers.length;) {
    const [length, times] = Array.from({ length: LONGEST_STEP }, (_, step) => {
      let end = i;
      while (repeats(end, step + 1)) end++;
      return [step + 1, Math.floor((end - i) / (step + 1)) + 1];
    }).find(([, n]) => n > 1) ?? [1, 1];
    for (let part = 0; part < length; part++) {
      const same = layers.slice(i + part, i + length * times).filter((_, at) => at % length === 0);
      const sum = (of: (layer: LayerInfo) => number): number =>
        same.reduce((all, layer) => all + of(layer), 0);
      const taken = { operations: sum(({ operations }) => operations), bytes: sum(({ bytes }) => bytes) };
      rows.push([{ ...same[0], ...taken }, times]);
    }
    i += length * times;
  }
  return rows;
}

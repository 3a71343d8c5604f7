/** Which kernels the operation tests reached, as a table for the documentation. */
import * as tf from '@tensorflow/tfjs';
import { supportedKernels } from '../trace/kernels.js';
import type { Disagreement } from './agreement.js';

interface Reached {
  operations: Set<string>;
  hasGradient: boolean;
  isInPage: boolean;
}

/** Kernels whose results are booleans, indices or constants. */
const ZERO_GRADIENT = new Set(
  'All Any ArgMax ArgMin Equal Greater IsFinite IsInf IsNan LogicalNot LogicalOr NotEqual OnesLike ZerosLike'.split(
    ' ',
  ),
);

/** A Markdown table with its columns lined up, as Prettier has them. */
function alignedTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((cells) => cells[i].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Collects comparisons; the table has a row for each kernel that can be compiled. */
export class Coverage {
  private readonly kernels = new Map<string, Reached>();
  private readonly operations = new Set<string>();

  /** How many operations were compared. */
  get numOperations(): number {
    return this.operations.size;
  }

  /** Notes a comparison that went well. */
  add(
    operation: string,
    found: Disagreement,
    { isTrained, isInPage }: { isTrained: boolean; isInPage: boolean },
  ): void {
    this.operations.add(operation);
    for (const kernel of [...found.kernels, ...found.gradientKernels]) {
      const reached = this.kernels.get(kernel) ?? {
        operations: new Set(),
        hasGradient: false,
        isInPage: false,
      };
      if (found.kernels.includes(kernel)) reached.operations.add(operation);
      // Gradients are differentiated again.
      reached.hasGradient ||= isTrained && tf.getGradient(kernel) !== undefined;
      reached.isInPage ||= isInPage;
      this.kernels.set(kernel, reached);
    }
  }

  /** Kernels that can be compiled and that no operation reached. */
  untested(): string[] {
    return supportedKernels().filter((kernel) => !this.kernels.has(kernel));
  }

  /** A Markdown document. */
  table(): string {
    const rows = supportedKernels().map((kernel) => {
      const reached = this.kernels.get(kernel);
      const operations = [...(reached?.operations ?? [])].sort().slice(0, 3).join(', ');
      const untested = tf.getGradient(kernel) ? 'not tested' : '–';
      const gradient = ZERO_GRADIENT.has(kernel) ? 'zero' : reached?.hasGradient ? 'yes' : untested;
      return [kernel, operations || 'in gradients', gradient, reached?.isInPage ? 'yes' : 'no'];
    });
    const missing = tf
      .getKernelsForBackend('cpu')
      .map(({ kernelName }) => kernelName)
      .filter((kernel) => !supportedKernels().includes(kernel))
      .sort();
    return `# Kernels that compile

Written by \`packages/engine/src/operations.prop.test.ts\` from what it tested (AGON_UPDATE=1 writes it again). Each kernel of
tfjs named here was compiled for inference and for training and compared with tfjs's cpu backend over random shapes
(|a − b| ≤ 1e-4 · (1 + max |b|)); "gradient": its gradient and the gradient's gradient too, and both with finite differences
(1e-2, 1e-3); "zero": the result is no
smooth function of its inputs; "–": it has none;
"page": on onnxruntime-web's WebAssembly as well.

${alignedTable(['kernel', 'tested in', 'gradient', 'page'], rows)}

Kernels of tfjs's cpu backend that fail while tracing, by name: ${missing.join(', ')}.
`;
  }
}

/** Types of the parts of Sabaki's libraries that we use; they come without any. */
declare module '@sabaki/sgf' {
  export interface SgfNode {
    id: number;
    data: Record<string, string[]>;
    parentId: number | null;
    children: SgfNode[];
  }
  /** @throws Error naming row:column */
  export function parse(contents: string): SgfNode[];
  /** Guesses the encoding where the file names none. @throws Error naming row:column */
  export function parseBuffer(buffer: Uint8Array): SgfNode[];
  export function stringify(
    nodes: readonly { data?: Record<string, readonly string[]>; children: readonly object[] }[],
  ): string;
  /** Points of "aa" or "aa:cc" as [x, y]. */
  export function parseCompressedVertices(text: string): [number, number][];
  export function parseVertex(text: string): [number, number];
  export function stringifyVertex(vertex: readonly [number, number]): string;
}

declare module '@sabaki/go-board' {
  export default class Board {
    static fromDimensions(width: number, height?: number): Board;
    readonly signMap: number[][];
    makeMove(sign: number, vertex: [number, number]): Board;
    analyzeMove(
      sign: number,
      vertex: [number, number],
    ): { overwrite: boolean; suicide: boolean; ko: boolean };
    getCaptures(sign: number): number;
  }
}

/** Types of the parts of Sabaki's libraries that we use; they come without any. */
declare module '@sabaki/sgf' {
  export interface SgfNode {
    id: number;
    data: Record<string, string[]>;
    parentId: number | null;
    children: SgfNode[];
  }
  /** A piece of a file; `row` and `col` begin with 0. */
  export interface SgfToken {
    type: string;
    value: string;
    row: number;
    col: number;
  }
  export interface SgfOutput {
    data: Readonly<Record<string, readonly string[]>>;
    children: readonly SgfOutput[];
  }
  /** A CommonJS module whose names Node cannot import one by one. */
  const sgf: {
    tokenizeIter(contents: string): IterableIterator<SgfToken>;
    /** @throws Error naming row:column */
    parseTokens(tokens: IterableIterator<SgfToken>, options?: { getId?: () => number }): SgfNode[];
    stringify(nodes: readonly SgfOutput[]): string;
    /** Points of "aa" or "aa:cc" as [x, y]; -1 where there is none. */
    parseCompressedVertices(text: string): [number, number][];
    stringifyVertex(vertex: readonly [number, number]): string;
  };
  export default sgf;
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

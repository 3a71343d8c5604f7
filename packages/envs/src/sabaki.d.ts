/** Types of the parts of Sabaki's libraries that tests compare with; they come without any. */
declare module '@sabaki/sgf' {
  export interface SgfNode {
    data: Record<string, string[]>;
    children: SgfNode[];
  }
  /** A CommonJS module whose names Node cannot import one by one. */
  const sgf: {
    parse(contents: string): SgfNode[];
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

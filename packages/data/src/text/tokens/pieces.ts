/** Text in pieces that no token crosses: words with the space before them, numbers, marks, spaces (as in GPT-2, Radford et al. 2019). */

const PIECE = / ?\p{L}[\p{L}\p{M}]*| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** The pieces, which joined are the text. */
export const piecesOf = (text: string): string[] => text.match(PIECE) ?? [];

/** The name of the room of Look inside among the lessons. */
export const INSIDE = 'look-inside';

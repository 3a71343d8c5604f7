/** The name of the room of the search microscope among the lessons. */
export const MICROSCOPE = 'search';

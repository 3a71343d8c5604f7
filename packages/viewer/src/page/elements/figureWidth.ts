/** Units that a figure is wide: as the window of a phone, so that its text can be read there. */
export const figureWidth = (): number => Math.min(640, window.innerWidth - 64);

/** Colours that people with all kinds of colour vision tell apart (Okabe & Ito 2008), the first ones first. */
export const FIGURE_COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#808080'];

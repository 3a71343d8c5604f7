/** Words of the box of figures. */

export const figureWords = {
  /** What is shown first where the model knows it. */
  words: ['king', 'dog', 'city', 'man'],
  analogies: ['man/king/woman', 'good/better/bad', 'man/he/woman'],
  word: 'Word',
  analogy: 'Analogy: what is to the third as the second is to the first?',
  prompt: 'What it answers',
  loading: 'Loading the model …',
  notLoaded: 'No model is loaded.',
  noWorker: 'The figures could not be started.',
  notShown: (model: string) => `"${model}" has nothing of this kind to show.`,
  show: 'Show',
} as const;

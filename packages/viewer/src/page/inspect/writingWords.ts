/** Words of the prompt box. */

export const writingWords = {
  prompt: 'Prompt',
  /** Prompts that are offered where the model knows their symbols. */
  examples: ['ROMEO:\nO', 'KING RICHARD:\nNow', 'First Citizen:\n', 'The '],
  saved: 'Prompts to begin with',
  keep: 'Keep this prompt',
  forget: 'Forget kept prompts',
  shown: (prompt: string) => prompt.replaceAll('\n', ' ↵ '),
  seed: 'Seed',
  write: 'Write',
  stop: 'Stop',
  loading: 'Loading the model …',
  notLoaded: 'No language model is loaded.',
  noWorker: 'The prompt box could not be started.',
  doesNotWrite: (model: string) => `"${model}" does not write anything.`,
  speed: (tokens: number, perSecond: number) =>
    `${tokens} tokens written${perSecond > 0 ? `, ${Math.round(perSecond)} tokens a second` : ''}`,
} as const;

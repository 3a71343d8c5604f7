/** Words of the views of attention. */
export const headsWords = {
  headView: 'Head view',
  headAbout: 'Lines go from a token (left) to those that it looks at (right); a colour is a head.',
  modelView: 'Model view',
  modelAbout: 'All layers (down) and heads (across): each row of a map is a token that looks. Choose one.',
  neuronView: 'Neuron view',
  neuronAbout:
    'Query times key, number by number, blue above 0 and orange below: their sum, over the root of how many there are, is the score before the softmax. To it relative positions add what they say of the distance.',
  layer: (layer: number) => `Layer ${layer}`,
  head: (head: number) => `Head ${head}`,
  all: 'All tokens',
  token: (place: number, token: string) => `Token ${place}: ${token}`,
  key: (place: number, token: string) => `looks at ${place}: ${token}`,
  looks: (head: number, most: readonly string[]) => `Head ${head} looks at ${most.join(', ')}`,
  share: (place: number, token: string, share: number) => `${place} “${token}” ${Math.round(100 * share)} %`,
  rows: ['query', 'key', 'product'],
  sum: (sum: string, share: number) => `Sum ${sum}; attention ${Math.round(100 * share)} %`,
} as const;

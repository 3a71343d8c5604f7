/** AlexNet beside its elders, and with single ideas taken away or, dropout, added. */

/** A network of the lesson. */
export interface Variant {
  readonly title: string;
  readonly network: string;
  /** Settings of its training. */
  readonly more: Readonly<Record<string, unknown>>;
}

const AUGMENTED = { shift: 2, flip: false, colour: 0.2 };

/**
 * @param width of AlexNet, relative to the paper's
 * @param dropout of AlexNet, but for the one that has the paper's
 */
export function variants(width: number, dropout: number) {
  const wide = `alexnet:width=${width}`;
  const alexnet = `${wide},dropout=${dropout}`;
  return {
    mlp: { title: 'MLP', network: 'mlp:hidden=256/128', more: AUGMENTED },
    lenet: { title: 'LeNet (1998)', network: 'lenet:activation=scaled-tanh,pool=subsample', more: AUGMENTED },
    alexnet: { title: 'AlexNet', network: alexnet, more: AUGMENTED },
    tanh: { title: 'tanh for ReLU', network: `${alexnet},activation=tanh`, more: AUGMENTED },
    halfDropped: { title: 'dropout 0.5', network: `${wide},dropout=0.5`, more: AUGMENTED },
    shallow: { title: '2 convolutions', network: `${alexnet},middle=0`, more: AUGMENTED },
    noAugmentation: { title: 'pictures as is', network: alexnet, more: {} },
  } as const satisfies Record<string, Variant>;
}

export type VariantName = keyof ReturnType<typeof variants>;

/** What is compared: with whom, or without what. */
export const COMPARED = {
  elders: ['mlp', 'lenet', 'alexnet'],
  ideas: ['alexnet', 'tanh', 'halfDropped', 'shallow', 'noAugmentation'],
  all: ['mlp', 'lenet', 'alexnet', 'tanh', 'halfDropped', 'shallow', 'noAugmentation'],
} as const satisfies Record<string, readonly VariantName[]>;

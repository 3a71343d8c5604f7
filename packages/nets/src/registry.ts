/** Every network by its id: one line each. */
import { actorCriticCnn } from './actorCritic/actorCriticCnn.js';
import { actorCriticMlp } from './actorCritic/actorCriticMlp.js';
import { actorCriticNature } from './actorCritic/actorCriticNature.js';
import { alphagoPolicy, alphagoValue } from './board/alphagoNetworks.js';
import { boardMlp } from './board/boardMlp.js';
import { residualTower } from './board/residualTower.js';
import { minAtarCnn } from './bodies/minatarCnn.js';
import { mlp } from './bodies/mlp.js';
import { transformerEncoder } from './bodies/transformerEncoder.js';
import { natureCnn } from './bodies/natureCnn.js';
import type { Sizes } from './kind.js';
import type { q } from './kinds.js';
import { networkRegistry, type EntriesOf, type KindName } from './networkRegistry.js';
import { languageEntries } from './language/languageEntries.js';
import { gruLanguage, lstmLanguage, rnnLanguage } from './language/recurrent.js';
import { transformer } from './language/transformer.js';
import { window } from './language/window.js';
import { qEntry } from './q/qEntry.js';
import { qNetwork, type QHead, type QNetwork } from './q/qNetwork.js';
import { convolutional } from './sequences/convolutional.js';
import { gruEncoderDecoder, lstmEncoderDecoder } from './sequences/recurrent.js';
import { sequenceEntry } from './sequences/sequenceEntry.js';
import { transformerEncoderDecoder } from './sequences/transformer.js';
import { forecasterEntry } from './series/forecasterEntry.js';
import { lstmBody } from './series/lstmBody.js';
import { tcn } from './series/tcn.js';
import { classifierEntry } from './vision/classifierEntry.js';
import { bagOfWords, convolutionOverText, lstmOverText, transformerOverText } from './text/textBodies.js';
import { textBlocks } from './text/textBlocks.js';
import { textEntry } from './text/textEntry.js';
import { tcnOverText } from './text/textTcn.js';
import { alexnet } from './vision/alexnet.js';
import { blocks } from './vision/blocks.js';
import { convnet } from './vision/convnet.js';
import { inception } from './vision/inception.js';
import { lenet } from './vision/lenet.js';
import { resnet } from './vision/resnet.js';
import { softmax } from './vision/softmax.js';
import { vgg } from './vision/vgg.js';
import { visionEntries } from './vision/visionEntries.js';

const networks = {
  'actor-critic-cnn': actorCriticCnn,
  'actor-critic-mlp': actorCriticMlp,
  'actor-critic-nature': actorCriticNature,
  alexnet: visionEntries(alexnet),
  'alphago-policy': alphagoPolicy,
  'alphago-value': alphagoValue,
  bag: textEntry(bagOfWords),
  blocks: [...visionEntries(blocks), textEntry(textBlocks)],
  'board-mlp': boardMlp,
  convnet: [...visionEntries(convnet), forecasterEntry(convnet), textEntry(convolutionOverText)],
  convolutional: sequenceEntry(convolutional),
  gru: [...languageEntries(gruLanguage), sequenceEntry(gruEncoderDecoder)],
  inception: visionEntries(inception),
  lenet: visionEntries(lenet),
  lstm: [
    ...visionEntries(lstmBody),
    forecasterEntry(lstmBody),
    ...languageEntries(lstmLanguage),
    sequenceEntry(lstmEncoderDecoder),
    textEntry(lstmOverText),
  ],
  'minatar-cnn': qEntry(minAtarCnn),
  mlp: [qEntry(mlp), classifierEntry(mlp), forecasterEntry(mlp)],
  'nature-cnn': qEntry(natureCnn),
  'residual-tower': residualTower,
  resnet: visionEntries(resnet),
  rnn: languageEntries(rnnLanguage),
  softmax: classifierEntry(softmax),
  tcn: [classifierEntry(tcn), forecasterEntry(tcn), textEntry(tcnOverText)],
  transformer: [
    ...languageEntries(transformer),
    ...visionEntries(transformerEncoder),
    sequenceEntry(transformerEncoderDecoder),
    textEntry(transformerOverText),
  ],
  vgg: visionEntries(vgg),
  window: languageEntries(window),
};

/** The name of a kind of networks. */
export type NetworkKind = KindName<EntriesOf<typeof networks>>;

const registry = networkRegistry<EntriesOf<typeof networks>>(networks);

export const {
  /** Builds the network that a spec names, where it is of the kind that the caller needs. */
  make: makeNetwork,
  /** Builds the network that a spec names, in a kind that is told at run time or the first that it can be had in. */
  makeAny: makeAnyNetwork,
  /** What a spec names. */
  describe: describeNetwork,
  /** All networks. */
  list: listNetworks,
} = registry;

/**
 * A network of action values whose head is of any make: the body of a spec, "mlp:hidden=120/84", with the head that is asked for.
 * @throws unknown-net with the near name; bad-option; unsupported where the network is of another kind or reads other shapes
 */
export function makeQNetwork(spec: string, sizes: Sizes<typeof q>, head: QHead): QNetwork {
  const { id, options, entry } = registry.find(spec, 'q', sizes);
  return qNetwork(entry.body(sizes.input, options, id), sizes.actions, head);
}

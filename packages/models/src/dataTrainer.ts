/** Trainers that learn from data, whose weights can be measured on other data. */
import type { SettingsSchema } from '@agon/core';
import type { SplitName } from '@agon/data';
import type {
  CheckpointSource,
  DataCheckpoint,
  DataTask,
  FileStore,
  Trainer,
  TrainedSubject,
} from '@agon/learning';

/** The part of some data that a model is measured on. */
export interface MeasuredData {
  /** The data's spec. */
  data: string;
  split: SplitName;
}

/** How well one way to forecast does. */
export interface ForecasterScore {
  /** Mean absolute error, by channel, in its unit. */
  meanError: readonly number[];
  /** The same over that of the last value, the mean of all channels: below 1 it is better. */
  relativeError: number;
  /** Where anomalies are planted: the chance that one of them looks stranger than another step does. */
  anomalyArea?: number;
}

/** How many of some questions are answered rightly. */
export interface Share {
  readonly name: string;
  /** Questions that can be answered. */
  readonly n: number;
  /** Of those; not a number where there are none. */
  readonly share: number;
  /** All questions. */
  readonly asked?: number;
  /** What guessing would give. */
  readonly chance?: number;
}

/** How near answers are to the right ones. */
export interface AnswerScore {
  /** The share of answers that are right word for word. */
  exact: number;
  /** Words to put in, leave out or change, for each that is right. */
  errorRate: number;
  /** In [0, 1]. */
  bleu: number;
}

/** How well a model does. */
export interface ModelScore {
  /** Examples that it was measured on. */
  n: number;
  /** Mean loss of an example, nats; embeddings have none. Of forecasters the mean absolute error, beside the usual change. */
  loss?: number;
  /** Classifiers: the share of examples whose class is the first choice, and among the first five. */
  accuracy?: number;
  top5?: number;
  /** Classifiers: the names of the classes, and the number of examples of each [true class][first choice]. */
  classes?: readonly string[];
  confusion?: readonly (readonly number[])[];
  /** Embeddings: what they know of words, a line each. */
  shares?: readonly Share[];
  /** Language models: e to the loss, and the loss over the characters of the text instead of its tokens. */
  perplexity?: number;
  lossPerCharacter?: number;
  /** Forecasters: the channels, and how well `network` does beside ways that need no training. */
  channels?: readonly string[];
  forecasters?: Readonly<Record<string, ForecasterScore>>;
  /** Sequences to sequences: answers of the `network`, beside the source itself and a dictionary, word by word. */
  answers?: Readonly<Record<'network' | 'copy' | 'dictionary', AnswerScore>>;
  /** The network's, by the number of words of the source; `words`: those of the right answers. */
  byLength?: readonly (AnswerScore & { length: number; n: number; words: number })[];
}

/** How a model stood an attack. */
export interface AttackScore {
  /** The attack with all its options. */
  attack: string;
  /** Examples that were attacked. */
  n: number;
  /** The share of them that is classified correctly without the attack, and with it. */
  clean: number;
  accuracy: number;
}

/** A model as an ONNX file, and what a person is told of it. */
export interface OnnxModel {
  bytes: Uint8Array;
  /** Numbers in it that are learned, or kept as statistics. */
  parameters: number;
  inputs: readonly string[];
  outputs: readonly string[];
  notes: readonly string[];
}

/** What a model that writes is asked for. */
export interface SampleOptions {
  /** What the text begins with. */
  prompt?: string;
  /** Samples. */
  count: number;
  /** As text or typed, unchecked. */
  settings: Readonly<Record<string, unknown>>;
  seed: number | string;
}

/** What it wrote; each text begins with the prompt. */
export interface Sample {
  kind: 'text';
  texts: readonly string[];
}

/** What `agon train ID --data …` runs, and `agon eval --model …` measures. */
export interface DataTrainer<
  Id extends string = string,
  S extends SettingsSchema = SettingsSchema,
> extends Trainer<DataTask, Id, S> {
  /**
   * Measures trained weights.
   * @throws what opening the data throws; unsupported where the model was trained on other classes or shapes; bad-checkpoint
   */
  evaluate(checkpoint: DataCheckpoint, on: MeasuredData, files: FileStore): Promise<ModelScore>;
  /** The trained network, to be looked into, where its input is a picture in [0, 1]. @throws bad-checkpoint, not-finite, unknown-net */
  subject?(checkpoint: DataCheckpoint): TrainedSubject;
  /**
   * Measures them under attack, where there are attacks on such models.
   * @param attack its spec, "pgd:epsilon=0.3"
   * @param checkpoints finds other models, whose gradients an attack may use
   * @throws bad-option for an attack that there is none of, and what `evaluate` throws
   */
  attack?(
    attack: string,
    checkpoint: DataCheckpoint,
    on: MeasuredData,
    files: FileStore,
    checkpoints: CheckpointSource,
  ): Promise<AttackScore>;
  /** What a model that writes writes. @throws bad-option, bad-checkpoint, not-finite */
  sample?(checkpoint: DataCheckpoint, options: SampleOptions): Promise<Sample>;
  /**
   * Trained weights for use without this program, where they can be had so.
   * @param name the model's, in the file
   * @throws bad-checkpoint, not-finite, unsupported
   */
  toOnnx?(checkpoint: DataCheckpoint, name: string): OnnxModel;
}

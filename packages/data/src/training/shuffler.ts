/** The order in which a split is learned from: every picture once an epoch, each epoch in another order. */
import {
  checkJson,
  randomState,
  RandomStream,
  shuffle,
  wholeNumber,
  type Json,
  type RandomState,
} from '@agon/core';
import * as v from 'valibot';

const stateSchema = v.strictObject({
  size: wholeNumber,
  epoch: wholeNumber,
  index: wholeNumber,
  random: randomState,
});

/** Indices 0..size-1 in epochs without end. Its position can be saved: the order of an epoch follows from where its stream began. */
export class Shuffler {
  readonly size: number;
  private readonly order: Int32Array;
  private readonly rng: RandomStream;
  /** Where the stream stood before the present epoch was shuffled. */
  private began: RandomState;
  private batch = new Int32Array(0);
  private currentEpoch = 0;
  private index = 0;

  /**
   * @param size at least 1
   * @param seed equal seeds give equal orders
   */
  constructor(size: number, seed: string | number) {
    this.size = size;
    this.order = new Int32Array(size);
    this.rng = new RandomStream(seed);
    this.began = this.rng.save();
    this.arrange();
  }

  /** Epochs that are over. */
  get epoch(): number {
    return this.currentEpoch;
  }

  /** The indices of the next pictures, [batchSize]; where an epoch ends the next one goes on. Valid until the next call. */
  next(batchSize: number): Int32Array {
    if (this.batch.length !== batchSize) this.batch = new Int32Array(batchSize);
    for (let filled = 0; filled < batchSize;) {
      if (this.index === this.size) {
        this.currentEpoch++;
        this.index = 0;
        this.began = this.rng.save();
        this.arrange();
      }
      const taken = Math.min(batchSize - filled, this.size - this.index);
      for (let i = 0; i < taken; i++) this.batch[filled + i] = this.order[this.index + i];
      this.index += taken;
      filled += taken;
    }
    return this.batch;
  }

  /** The position, as plain data. */
  state(): Json {
    return { size: this.size, epoch: this.currentEpoch, index: this.index, random: this.began };
  }

  /** Goes on from a position: the same indices follow. @throws bad-file where it is none, or one in a split of another size */
  restore(state: Json): void {
    const schema = v.pipe(
      stateSchema,
      v.check(({ size }) => size === this.size, `must be of a split of ${this.size} pictures`),
      v.check(({ index }) => index <= this.size, 'must lie in the split'),
    );
    const { epoch, index, random } = checkJson(schema, state, 'the order of the pictures');
    this.currentEpoch = epoch;
    this.index = index;
    this.began = random;
    this.rng.restore(random);
    this.arrange();
  }

  private arrange(): void {
    for (let i = 0; i < this.size; i++) this.order[i] = i;
    shuffle(this.order, this.rng);
  }
}

/**
 * A space of networks: slots one after the other, each with blocks to choose from, "conv3x8|conv3x16/max|none/dense64". A genotype has
 * the place of its choice for each slot; written out it is a network's spec, "blocks:layers=conv3x16/max/dense64", which is a
 * classifier's and an agent's network like any other.
 */
import { AgonError, type Rng } from '@agon/core';
import { formatBlocks, parseBlock, type Block } from '@agon/nets';

/** For each slot the place of its choice. */
export type Genotype = readonly number[];

/** The choice of leaving a slot out. */
const NONE = 'none';

/** What every network of a space begins with as a spec. */
const PREFIX = 'blocks:layers=';

/** After one of these there are no places left: only dense blocks can follow. */
const FLATTENING: ReadonlySet<Block['kind']> = new Set(['mean', 'largest', 'lstm', 'dense']);

/** The most slots of a space, and choices of a slot. */
const MOST_SLOTS = 50;
const MOST_CHOICES = 100;

const parseChoice = (text: string): Block | undefined =>
  text.trim() === NONE ? undefined : parseBlock(text.trim());

/** A space of networks. */
export class Space {
  /** For each slot its choices; undefined: nothing. */
  readonly slots: readonly (readonly (Block | undefined)[])[];

  /** Reads a space as it is written. @throws bad-option for what is no block, or a choice that cannot follow another */
  constructor(text: string) {
    this.slots = text.split('/').map((slot) => slot.split('|').map(parseChoice));
    if (this.slots.length > MOST_SLOTS || this.slots.some((slot) => slot.length > MOST_CHOICES))
      throw new AgonError(
        'bad-option',
        `a space has at most ${MOST_SLOTS} slots with ${MOST_CHOICES} choices each.`,
      );
    if (this.slots.every((slot) => slot.includes(undefined)))
      throw new AgonError(
        'bad-option',
        `the space "${text}" has a network without any block: let one slot have no "${NONE}".`,
      );
    this.requireOrder();
  }

  /** @throws bad-option where a block that needs places may follow one that leaves none */
  private requireOrder(): void {
    let flattening: Block | undefined;
    for (const slot of this.slots) {
      const moving = slot.find((block) => block !== undefined && block.kind !== 'dense');
      if (flattening && moving)
        throw new AgonError(
          'bad-option',
          `in this space "${formatBlocks([moving])}" could follow "${formatBlocks([flattening])}", which leaves one row of values: only dense blocks can.`,
        );
      flattening ??= slot.find((block) => block !== undefined && FLATTENING.has(block.kind));
    }
  }

  /** Genotypes. Two of them can be one network, where slots can be left out. */
  get size(): number {
    return this.slots.reduce((product, { length }) => product * length, 1);
  }

  /** The genotype of this place in the order of all, 0 to size − 1. */
  at(index: number): Genotype {
    let rest = index;
    return this.slots.map(({ length }) => {
      const choice = rest % length;
      rest = Math.floor(rest / length);
      return choice;
    });
  }

  /** The spec of a genotype's network. */
  network(genotype: Genotype): string {
    const blocks = this.slots.flatMap((slot, i) => slot[genotype[i]] ?? []);
    return `${PREFIX}${formatBlocks(blocks)}`;
  }

  /** A genotype of a network, where the space has one: the first of several. */
  genotype(network: string): Genotype | undefined {
    if (!network.startsWith(PREFIX)) return undefined;
    return this.choicesFor(network.slice(PREFIX.length).split('/'), 0);
  }

  /** Choices for the slots from `slot` on that make exactly these blocks. */
  private choicesFor(blocks: readonly string[], slot: number): number[] | undefined {
    if (slot === this.slots.length) return blocks.length === 0 ? [] : undefined;
    for (const [choice, block] of this.slots[slot].entries()) {
      if (block && formatBlocks([block]) !== blocks[0]) continue;
      const rest = this.choicesFor(block ? blocks.slice(1) : blocks, slot + 1);
      if (rest) return [choice, ...rest];
    }
    return undefined;
  }

  /** Any genotype, each with the same chance. */
  random(rng: Rng): Genotype {
    return this.slots.map(({ length }) => rng.int(length));
  }

  /** The genotype with another choice in one slot, each such change with the same chance. A space of one genotype stays. */
  mutate(genotype: Genotype, rng: Rng): Genotype {
    const changes = this.slots.reduce((sum, { length }) => sum + length - 1, 0);
    if (changes === 0) return genotype;
    let change = rng.int(changes);
    for (const [slot, { length }] of this.slots.entries()) {
      if (change >= length - 1) {
        change -= length - 1;
        continue;
      }
      const choice = change < genotype[slot] ? change : change + 1;
      return genotype.map((each, i) => (i === slot ? choice : each));
    }
    return genotype;
  }
}

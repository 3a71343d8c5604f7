/** The user's own texts, in folders of their classes. */
import { AgonError, breath, count, described, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { LabelledTextEntry } from '../dataset.js';
import { layoutOf } from '../folder/layout.js';
import { splitsOf, type Placeable } from '../folder/parts.js';
import { hashOf } from '../hash.js';
import type { LabelledSplit } from '../labelledTexts.js';
import { eachSplit, SPLITS, type SplitName } from '../pictures.js';
import { formatPathSpec } from '../spec.js';
import { readText, requireShort } from './readText.js';

const schema = v.strictObject({
  path: v.pipe(
    v.string(),
    v.description('the folder: PATH/CLASS/…, or PATH/train/CLASS/…, PATH/val/…, PATH/test/…'),
  ),
  length: v.optional(
    described(count(0, 1_000_000), 'files are cut into passages of so many characters; 0: a file is a text'),
    0,
  ),
});

const TEXTS = { name: 'texts', endings: ['.txt'] };

/** A text of a class; its split where a folder says it. */
interface Labelled extends Placeable {
  readonly text: string;
}

/** As Keras, scikit-learn and the movie reviews of Maas et al. 2011 have them: a folder a class, a file a text. */
export const ownTexts: LabelledTextEntry = {
  kind: 'labelled-texts',
  title: 'your texts, a folder a class',
  licence: 'yours',
  source: 'a folder of yours',
  origin: { kind: 'own' },
  schema,
  takesPath: true,

  async open(options, files) {
    const settings = parseSettings(schema, options, 'dataset "texts"');
    const { path, length } = settings;
    const layout = layoutOf(await files.list({ path }), path, TEXTS);
    const faults = [...layout.faults];
    const texts: Labelled[] = [];
    let size = 0;
    for (const { path: name, label, split } of layout.found) {
      const bytes = await files.read({ path }, name);
      requireShort((size += bytes.length), path);
      const text = readText(bytes, name);
      if (text.trim() === '') faults.push(`left out: ${name} is empty.`);
      else if (length === 0) texts.push({ text, label, split, hash: hashOf(bytes) });
      // Neighbours in a file are in one split as far as can be: those at the end come first.
      else for (const passage of passagesOf(text, length)) texts.push({ text: passage, label, split, hash: -texts.length }); // prettier-ignore
      await breath();
    }
    const splits = withoutCopies(texts, splitsOf(texts, layout.classes.length), faults);
    for (const split of SPLITS) {
      if (splits[split].texts.length > 0) continue;
      throw new AgonError('bad-file', `"${path}" has too few texts: none is left for ${split}. Put more into each class's folder${length > 0 ? ', or set a smaller length' : ''}.`); // prettier-ignore
    }
    if (new Set(splits.train.labels).size < 2)
      throw new AgonError('bad-file', `"${path}" has texts of fewer than two classes to learn from: put a folder for each class into it.`); // prettier-ignore
    return {
      spec: formatPathSpec('texts', settings),
      title: `texts in ${path}`,
      licence: 'yours',
      source: path,
      classes: layout.classes,
      splits,
      faults,
    };
  },
};

/** What is left at the end is none. */
function passagesOf(text: string, length: number): string[] {
  const characters = [...text];
  return Array.from({ length: Math.floor(characters.length / length) }, (_, i) =>
    characters.slice(i * length, (i + 1) * length).join(''),
  );
}

/** Splits in the order in which a text stays that is in several. */
const STAYS: readonly SplitName[] = ['test', 'validation', 'train'];

/** The texts of each split; how many of them are left out, because they stand in another one too, is told. */
function withoutCopies(
  texts: readonly Labelled[],
  splits: readonly SplitName[],
  faults: string[],
): Record<SplitName, LabelledSplit> {
  const splitOf = new Map<string, SplitName>();
  for (const name of STAYS)
    texts.forEach(({ text }, i) => splits[i] === name && !splitOf.has(text) && splitOf.set(text, name));
  const stays = texts.map(({ text }, i) => splitOf.get(text) === splits[i]);
  const left = stays.filter((each) => !each).length;
  if (left > 0) faults.push(`left out: ${left} that stand in another split too.`);
  const named = (name: SplitName): LabelledSplit => {
    const own = texts.filter((_, i) => stays[i] && splits[i] === name);
    return { texts: own.map(({ text }) => text), labels: Int32Array.from(own, ({ label }) => label) };
  };
  return eachSplit(named);
}

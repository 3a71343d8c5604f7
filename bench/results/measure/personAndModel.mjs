/**
 * `node personAndModel.mjs MODEL DATASET COUNT TOKENS TEMPERATURE FOLDER`: writes what a detector of generated text learns from,
 * FOLDER/person (the dataset) and FOLDER/model (samples), and prints {folder, samples}.
 */
import { openText } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { readCheckpoint } from '@agon/learning';
import { dataTrainer } from '@agon/models';
import { diskCheckpoints } from '@agon/runs/node';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [model, data, count, tokens, temperature, folder] = process.argv.slice(2);
const { splits } = await openText(data, diskFiles());
const checkpoint = await readCheckpoint(model, diskCheckpoints('runs', ['zoo']));
const { texts } = await dataTrainer(checkpoint.algorithm).sample(checkpoint, {
  count: Number(count),
  settings: { tokens: Number(tokens), temperature: Number(temperature) },
  seed: 1,
});
for (const name of ['person', 'model']) mkdirSync(join(folder, name), { recursive: true });
writeFileSync(join(folder, 'person', 'all.txt'), splits.train + splits.validation + splits.test);
texts.forEach((text, i) => writeFileSync(join(folder, 'model', `${String(i).padStart(5, '0')}.txt`), text));
console.log(JSON.stringify({ folder, samples: texts.length }));

/** `node selfPlayWork.mjs runs/NAME`: prints {evaluations, updates} of a run of alphazero, all iterations together. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMetrics } from './readMetrics.mjs';

const [run] = process.argv.slice(2);
const { settings } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
const iterations = readMetrics(run).filter(({ gamesPerSecond }) => gamesPerSecond);
const sum = (of) => iterations.reduce((total, each) => total + of(each), 0);
const seconds = ({ gamesPerSecond }) => settings.gamesPerIteration / gamesPerSecond;
const evaluations = Math.round(sum((each) => each.evaluationsPerSecond * seconds(each)));
console.log(JSON.stringify({ evaluations, updates: sum(({ updates = 0 }) => updates) }));

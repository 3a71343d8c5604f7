/** `agon conformance`: our environments against recorded traces and crafted cases. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { AgonError } from '@agon/core';
import { describeFailure, runConformance, type ConformanceReport } from '@agon/envs';
import { formatCount, formatNumber } from '../format.js';
import { print } from '../output.js';

/** @throws conformance at the first difference; bad-file, not-found */
export function conformance(files: readonly string[]): void {
  const total = { cases: 0, steps: 0 };
  for (const file of files) {
    const report = runFile(file);
    if (report.failure) throw new AgonError('conformance', `${file}: ${describeFailure(report.failure)}`);
    print(`${file}: ${formatCount(report.cases, 'case')}, ${formatNumber(report.steps)} steps: all agree`);
    total.cases += report.cases;
    total.steps += report.steps;
  }
  if (files.length > 1) {
    print(
      `${files.length} files: ${formatCount(total.cases, 'case')}, ${formatNumber(total.steps)} steps: all agree`,
    );
  }
}

/** @throws bad-file naming the file */
function runFile(file: string): ConformanceReport {
  const json = readJson(file);
  try {
    return runConformance(json);
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    throw new AgonError(error.code, `${file}: ${error.message}`, { cause: error, details: error.details });
  }
}

/** A JSON file, gzipped or not. */
function readJson(file: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new AgonError('not-found', `cannot read "${file}": ${(cause as Error).message}.`, { cause });
  }
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (cause) {
    throw new AgonError('bad-file', `"${file}" is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

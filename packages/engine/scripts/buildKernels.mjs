/** Assembles src/optimisers/kernels.wat into src/optimisers/kernelBytes.ts. `--check` only compares (exit 1 if they differ). */
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const folder = new URL('../src/optimisers/', import.meta.url);
const module = (await wabt()).parseWat('kernels.wat', readFileSync(new URL('kernels.wat', folder), 'utf8'), {
  simd: true,
});
const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
const lines = base64.match(/.{1,100}/g).map((line) => `  '${line}'`);
const text = `/** Generated from kernels.wat by scripts/buildKernels.mjs; do not edit. */
export const KERNEL_BASE64 =
${lines.join(' +\n')};
`;
const target = new URL('kernelBytes.ts', folder);
if (process.argv.includes('--check')) process.exit(readFileSync(target, 'utf8') === text ? 0 : 1);
writeFileSync(target, text);

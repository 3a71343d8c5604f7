/** Weights that were damaged, or that are not finite, are refused by name by every command that loads some. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors } from '@agon/engine/safetensors';
import { describe, expect, it } from 'vitest';
import { agon, ROOT, temporaryFolder } from './agon.js';

const folder = temporaryFolder();

/** Keeps agents `zoo/HOW-tic-tac-toe` and `zoo/HOW-go7` in the folder: those of the zoo with other weights. */
function keep(how: string, change: (weights: Buffer) => Uint8Array): void {
  for (const name of ['tic-tac-toe', 'go7']) {
    const source = join(ROOT, 'zoo', name);
    const copy = join(folder, 'zoo', `${how}-${name}`);
    cpSync(source, copy, { recursive: true });
    const weights = change(readFileSync(join(source, 'weights.safetensors')));
    writeFileSync(join(copy, 'weights.safetensors'), weights);
  }
}

keep('flipped', (weights) => {
  weights[weights.length - 1000] ^= 4;
  return weights;
});
keep('nan', (weights) => {
  const { tensors, metadata } = decodeSafetensors(weights);
  Object.values(tensors)[1].data[3] = NaN;
  return encodeSafetensors(tensors, metadata);
});

const FLIPPED =
  /"zoo\/flipped-\w.*", step \d+, cannot be used: this is not a whole safetensors file: its checksum is/;
const NOT_FINITE =
  /"zoo\/nan-\w.*", step \d+, cannot be used: weights must be finite: the tensor "\w+\.bias" \[\d+\] holds NaN at index 3 of/;

describe('weights that are damaged or not finite', () => {
  const env = ['--env', 'tic_tac_toe'];
  const flipped = 'zoo/flipped-tic-tac-toe';
  const nan = 'zoo/nan-tic-tac-toe';
  const commands: [string, RegExp, string[]][] = [
    ['eval', NOT_FINITE, [...env, '--agent', nan, '--opponent', 'random', '--episodes', '1']],
    ['tournament', NOT_FINITE, [...env, '--agents', 'random', nan, '--games', '2', '--workers', '1']],
    ['gtp', FLIPPED, ['--env', 'go:size=7,komi=9', '--agent', 'zoo/flipped-go7']],
    ['play', FLIPPED, [...env, '--agent', flipped]],
    ['export', FLIPPED, [flipped, '--onnx', 'x.onnx']],
    ['train', NOT_FINITE, ['alphazero', ...env, '--steps', '10', '--run', 'begun', '--set', `start=${nan}`]],
  ];
  it.each(commands)('are refused by agon %s, by name', async (command, message, args) => {
    const { code, stdout, stderr } = await agon([command, ...args], folder, { input: '' });
    expect(stdout + stderr).toMatch(message);
    expect(stdout + stderr).not.toContain('fault of agon');
    expect(code).toBe(1);
  });
});

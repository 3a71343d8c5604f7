import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const face = JSON.stringify(new URL('../dist/index.js', import.meta.url).href);
const { glibcVersionRuntime } = (process.report.getReport() as { header: { glibcVersionRuntime?: string } })
  .header;

/** Page faults of a training step on 1,024 × 512 weights, whose gradients take 512 pages; in a process of its own. */
function faultsPerStep(): number {
  const script = `
    const { Parameters, adam, trainStep, heNormal } = await import(${face});
    const tf = await import('@tensorflow/tfjs');
    const parameters = new Parameters([{ name: 'w', shape: [1024, 512], init: heNormal }]);
    const step = await trainStep(({ x }, { w }) => ({ loss: tf.sum(tf.square(tf.matMul(x, w))) }),
      { inputs: { x: { shape: [4, 1024] } }, parameters, optimiser: adam() });
    for (let i = 0; i < 500; i++) await step.run(1e-6);
    const before = process.resourceUsage().minorPageFault;
    for (let i = 0; i < 500; i++) await step.run(1e-6);
    console.log((process.resourceUsage().minorPageFault - before) / 500);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  return Number(out);
}

describe('freed memory', () => {
  // Other C libraries have other rules, and nothing here changes them.
  it.skipIf(glibcVersionRuntime === undefined)(
    'is there for the gradients of the next step: their pages are not faulted in again',
    () => expect(faultsPerStep()).toBeLessThan(50), // 200 to 300 where it is not kept
  );
});

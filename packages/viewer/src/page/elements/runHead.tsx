/** What stands above a run that is trained in the page: its name, how far it is, stop, and its newest weights to keep. */
import type { RunConfig, RunStatus } from '@agon/runs';
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { StatusBadge } from './statusBadge.js';
import { words } from '../words.js';

/** What is shown of a run, whatever it learns. */
export interface ShownRun {
  readonly config: RunConfig;
  readonly status: ReadonlySignal<RunStatus>;
  readonly failure: ReadonlySignal<string | undefined>;
  readonly step: ReadonlySignal<number>;
  readonly checkpoint: ReadonlySignal<{ step: number; weights: Uint8Array } | undefined>;
  stop(): Promise<void>;
}

/**
 * @param facts beside the status
 * @param another makes room for another run, once this is over
 * @param children further things to do with what it has learned
 */
export function RunHead({
  run,
  facts,
  another,
  children,
}: {
  run: ShownRun;
  facts: readonly string[];
  another: () => void;
  children?: ComponentChildren;
}) {
  const { config } = run;
  return (
    <header class="head">
      <h1>{config.name}</h1>
      <p class="facts">
        <StatusBadge status={run.status.value} />
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        <span data-step={run.step.value}>{words.run.step(run.step.value, config.steps)}</span>
      </p>
      <div class="buttons">
        {run.status.value === 'running' ? (
          <button onClick={() => void run.stop()}>{words.run.stop}</button>
        ) : (
          <button onClick={another}>{words.run.another}</button>
        )}
        {children}
        <Download run={run} />
      </div>
      {run.failure.value !== undefined && <p class="notice bad">{words.run.failed(run.failure.value)}</p>}
    </header>
  );
}

function Download({ run }: { run: ShownRun }) {
  const checkpoint = run.checkpoint.value;
  const address = useMemo(
    () => checkpoint && URL.createObjectURL(new Blob([checkpoint.weights as BlobPart])),
    [checkpoint],
  );
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address]);
  if (!checkpoint) return null;
  return (
    <a class="button" href={address} download={`${run.config.name}-${checkpoint.step}.safetensors`}>
      {words.run.download(checkpoint.step)}
    </a>
  );
}

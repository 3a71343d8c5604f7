/** For tests of training loops: what a run tells, and its states as they are read back from disk. */
import type { Json } from '@agon/core';
import { joinedRows } from '../states/segment.js';
import type { SavedState, Segment, TrainEvent } from '../trainer.js';

/** A checkpoint as a run tells it. */
export type CheckpointEvent = Extract<TrainEvent, { kind: 'checkpoint' }>;

/** All events of a run. @param onEvent sees each as it comes, before the run goes on */
export async function collect(
  run: AsyncIterable<TrainEvent>,
  onEvent?: (event: TrainEvent) => void,
): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of run) {
    events.push(event);
    onEvent?.(event);
  }
  return events;
}

/** The checkpoints among events. */
export const checkpoints = (events: readonly TrainEvent[]): CheckpointEvent[] =>
  events.filter((event) => event.kind === 'checkpoint');

/** The last checkpoint of a run that made one. */
export const lastCheckpoint = (events: readonly TrainEvent[]): CheckpointEvent => checkpoints(events).at(-1)!;

/** The values that metrics events give a name. */
export const metric = (events: readonly TrainEvent[], name: string): number[] =>
  events.flatMap((event) => (event.kind === 'metrics' && name in event.values ? [event.values[name]] : []));

/** Everything of an event but what depends on time, or on where a run was broken off: speed, and which rows a checkpoint adds. */
export function timeless(event: TrainEvent): unknown {
  if (event.kind === 'metrics') return { ...event, values: { ...event.values, stepsPerSecond: 0 } };
  if (event.kind === 'checkpoint') return { ...event, state: { ...event.state, segments: null } };
  return event;
}

/** The state of the last of a run's checkpoints as the arena reads it back: JSON from its text, arrays copied, segments joined. */
export function readBack(all: readonly CheckpointEvent[]): SavedState {
  const { json, arrays, segments } = all[all.length - 1].state;
  const joined: Record<string, Segment> = {};
  for (const [name, { rowBytes, end, keepFrom }] of Object.entries(segments)) {
    const bytes = new Uint8Array((end - keepFrom) * rowBytes);
    for (const { state } of all) {
      const part = state.segments[name];
      const first = Math.max(part.start, keepFrom);
      if (first >= part.end) continue;
      bytes.set(joinedRows(part).subarray((first - part.start) * rowBytes), (first - keepFrom) * rowBytes);
    }
    joined[name] = { rowBytes, start: keepFrom, end, keepFrom, pieces: [bytes] };
  }
  return {
    json: JSON.parse(JSON.stringify(json)) as Json,
    arrays: structuredClone(arrays),
    segments: joined,
  };
}

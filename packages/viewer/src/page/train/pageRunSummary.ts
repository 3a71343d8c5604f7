/** What curves and heads are told of a run that is in this page alone. */
import type { RunConfig, RunStatus } from '@agon/runs';

/** @param run whose parts are signals */
export const pageRunSummary = <Config extends RunConfig>({
  config,
  status,
  step,
}: {
  config: Config;
  status: { value: RunStatus };
  step: { value: number };
}) => ({
  name: config.name,
  config,
  status: status.value,
  step: step.value,
  stateStep: null,
  checkpoints: [],
  replays: [],
  last: {},
});

/** Ctrl-C: once asks the work to finish its step and save; twice stops at once. */

/** Signals that ask a program to stop. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface Interrupts {
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back to the system. */
  release(): void;
}

/**
 * Listens for Ctrl-C until released.
 * The second one dies by the signal itself: `process.exit` while a session runs would abort with a core dump (exit 134).
 * @param say tells the person that the first one was heard
 */
export function listenForInterrupts(
  say: (text: string) => void,
  message = 'finishing the step and saving … (Ctrl-C again stops at once)',
): Interrupts {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      release();
      process.kill(process.pid, name);
      return;
    }
    say(message);
    controller.abort();
  };
  const release = (): void => {
    for (const name of SIGNALS) process.removeListener(name, onSignal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return { signal: controller.signal, release };
}

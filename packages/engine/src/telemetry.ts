/** ONNX Runtime's native library reports to its maker unless it is told not to. Here it is told: nothing leaves the machine. */

/**
 * Switches the native runtime's telemetry off, for the whole process. Takes effect only before the library is loaded, and only in the
 * main thread: a worker thread's `process.env` does not reach native code. So whoever starts workers calls it first;
 * `loadRuntime` calls it too. Someone who sets ORT_DISABLE_TELEMETRY=0 has asked for it and keeps it. Does nothing in a page.
 */
export function disableTelemetry(): void {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  if (process?.env) process.env.ORT_DISABLE_TELEMETRY ??= '1';
}

/** A process that runs one command of the built `agon` after another, each as if it were alone. Asked over IPC. */
import { main } from '../packages/cli/dist/index.js';

const plainEnv = { ...process.env };

/** Runs a command, and answers with what it wrote and its exit code. */
async function run({ args, env }) {
  const written = { stdout: '', stderr: '' };
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (text) => {
      written[name] += String(text);
      return true;
    };
  }
  Object.assign(process.env, env);
  await main(args);
  const code = process.exitCode ?? 0;

  process.exitCode = undefined;
  for (const name of Object.keys(process.env)) if (!(name in plainEnv)) delete process.env[name];
  Object.assign(process.env, plainEnv);
  for (const name of ['stdout', 'stderr']) {
    process[name].write = writes[name];
    process[name].removeAllListeners('error');
  }
  return { code, signal: null, ...written };
}

process.on('message', async (asked) => process.send(await run(asked)));

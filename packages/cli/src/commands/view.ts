/** `agon view`: the page, served until Ctrl-C. */
import { serve } from '@agon/viewer';
import { print, say } from '../output.js';
import { paint } from '../paint.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';

/** The command's flags; see `ServeOptions`. */
export interface ViewFlags {
  port?: number;
  host: string;
}

/** Serves the page on the runs of this folder and the zoo; prints its address; returns after Ctrl-C. */
export async function view({ port, host }: ViewFlags): Promise<void> {
  const server = await serve({ runsDir: RUNS_DIR, zooDirs: ZOO_DIRS, port, host });
  print(server.url);
  if (server.isOpen) {
    say(
      `${paint('yellow', 'warning:')} with --host ${host} other machines can open this page, without a password: whoever reaches this one sees and downloads its runs, tournaments and trained agents. Leave --host away to keep them here.`,
    );
  }
  say(paint('dim', `runs of ${process.cwd()}/${RUNS_DIR}; Ctrl-C ends it`));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
}

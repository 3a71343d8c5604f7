/** `agon view`: the page, served until Ctrl-C. */
import { pageAddress, serve } from '@agon/viewer';
import { print, say } from '../output.js';
import { paint } from '../paint.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';

/** The command's flags; see `ServeOptions`. */
export interface ViewFlags {
  port?: number;
  host: string;
}

/**
 * Serves the page on the runs of this folder and the zoo; prints its address; returns after Ctrl-C.
 * @param what the run, replay, tournament or agent whose address is printed; the front page if not given
 * @throws as `pageAddress` and `serve`
 */
export async function view(what: string | undefined, { port, host }: ViewFlags): Promise<void> {
  const place = what === undefined ? '' : pageAddress(what, { runsDir: RUNS_DIR, zooDirs: ZOO_DIRS });
  const server = await serve({ runsDir: RUNS_DIR, zooDirs: ZOO_DIRS, port, host });
  // Whoever reads the address may end it at once.
  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  print(server.url + place);
  if (server.isOpen) {
    say(
      `${paint('yellow', 'warning:')} with --host ${host} other machines can open this page, without a password: whoever reaches this one sees and downloads its runs, tournaments and trained agents. Leave --host away to keep them here.`,
    );
  }
  say(paint('dim', `runs of ${process.cwd()}/${RUNS_DIR}; Ctrl-C ends it`));
  await ended;
  await server.close();
}

/** Serves a folder of runs; tells its address, and how much memory it holds when it is asked. */
import { serve } from '@agon/viewer';

const { url } = await serve({ runsDir: process.argv[2], apiOnly: true });
process.on('message', () => {
  globalThis.gc();
  process.send(process.memoryUsage.rss());
});
process.send(url);

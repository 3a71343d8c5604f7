/** A stream of server-sent events that never gives up: it resumes where it was, also after the server was away. */
import { signal } from '@preact/signals';
import { fullAddress, serverPlace, whyRefused } from './server.js';

/** Wait before asking again where the browser itself has given up (an error page instead of a stream), in milliseconds. */
const RETRY_MS = 2000;

/** One stream, open while the page is visible. `onData` gets the data of each event once. */
export class EventFeed {
  /** False while the server does not answer. */
  readonly connected = signal(true);
  private source: EventSource | undefined;
  private retry: number | undefined;
  private lastId = '';
  private readonly address: string;
  private readonly onData: (data: string) => void;
  private readonly onRefused: (why: string) => void;

  /**
   * @param address without a query; a resumed stream is asked for with `?from=ID`
   * @param onRefused is told why there is no stream there; it is asked for again all the same
   */
  constructor(
    address: string,
    onData: (data: string) => void,
    onRefused: (why: string) => void = () => undefined,
  ) {
    this.onRefused = onRefused;
    this.address = address;
    this.onData = onData;
    document.addEventListener('visibilitychange', this.look);
    this.look();
  }

  /** A hidden page listens to nothing: browsers allow few connections to one server, over all tabs together. */
  private readonly look = (): void => {
    this.disconnect();
    if (document.visibilityState === 'visible') this.open();
  };

  private open(): void {
    if (serverPlace().isStatic) return void this.readFile();
    // The browser sends Last-Event-ID by itself when it reconnects; a new source needs the query.
    const source = new EventSource(this.lastId ? `${this.address}?from=${this.lastId}` : this.address);
    source.onopen = () => void (this.connected.value = true);
    source.onmessage = (event: MessageEvent<string>) => {
      this.lastId = event.lastEventId;
      this.onData(event.data);
    };
    source.onerror = () => {
      this.connected.value = false;
      if (source.readyState !== EventSource.CLOSED) return;
      this.retry = window.setTimeout(() => this.open(), RETRY_MS);
      void this.askWhy(source);
    };
    this.source = source;
  }

  private async askWhy(refused: EventSource): Promise<void> {
    const why = await whyRefused(this.address);
    if (why !== undefined && refused === this.source) this.onRefused(why);
  }

  /** A page without a server: what the stream would say first is a file, and nothing comes after it. */
  private async readFile(): Promise<void> {
    try {
      const response = await fetch(fullAddress(this.address));
      if (!response.ok) throw new Error(`${response.status} ${response.statusText} (${this.address})`);
      if (this.lastId === '') this.onData(await response.text());
      this.lastId = 'whole';
      this.connected.value = true;
    } catch (error) {
      console.error(error);
      this.connected.value = false;
      this.onRefused((error as Error).message);
    }
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.look);
    this.disconnect();
  }

  private disconnect(): void {
    window.clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }
}

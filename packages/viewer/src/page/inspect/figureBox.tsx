/** Embeddings by the words that are near, and sequence models by where they look while they answer. */
import type { Showing } from '@agon/runs';
import { useSignal } from '@preact/signals';
import { wrap, type Remote } from 'comlink';
import { useEffect } from 'preact/hooks';
import { figureWidth } from '../elements/figureWidth.js';
import { serverPlace } from '../server/server.js';
import type { FigureService } from './figureService.js';
import { figureWords } from './figureWords.js';

interface BoxOptions {
  readonly model: string;
  readonly showing: Extract<Showing, 'words' | 'answers'>;
}

/** Stays with one model. */
export function FigureBox({ model, showing }: BoxOptions) {
  const text = useSignal('');
  const analogy = useSignal('');
  const figure = useSignal<string | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const service = useSignal<Remote<FigureService> | undefined>(undefined);
  const tell = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      failure.value = undefined;
    } catch (error) {
      failure.value = (error as Error).message;
    }
  };
  const show = (): Promise<void> =>
    tell(async () => {
      const asked = { text: text.value, analogy: analogy.value, width: figureWidth() };
      if (asked.text.trim() !== '') figure.value = await service.value?.figure(asked);
    });
  useEffect(() => {
    const worker = new Worker(new URL('./figureWorker.ts', import.meta.url), { type: 'module' });
    worker.onerror = ({ message }) => (failure.value = message || figureWords.noWorker);
    const made = wrap<FigureService>(worker);
    void tell(async () => {
      const first = await made.load(serverPlace(), model);
      [text.value, analogy.value, service.value] = [first.text, first.analogy, made];
      await show();
    });
    return () => worker.terminate();
  }, []);
  return (
    <>
      {failure.value !== undefined && <p class="notice bad">{failure.value}</p>}
      {!service.value && failure.value === undefined && <p class="muted">{figureWords.loading}</p>}
      {service.value && (
        <div class="learn">
          <form
            class="panel"
            onSubmit={(event) => {
              event.preventDefault();
              void show();
            }}
          >
            <label>
              <span>{showing === 'words' ? figureWords.word : figureWords.prompt}</span>
              <input value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
            </label>
            {showing === 'words' && (
              <label>
                <span>{figureWords.analogy}</span>
                <input
                  value={analogy.value}
                  onInput={(event) => (analogy.value = event.currentTarget.value)}
                />
              </label>
            )}
            <div class="buttons">
              <button type="submit">{figureWords.show}</button>
            </div>
          </form>
          <section class="panel shown">
            {figure.value !== undefined && (
              <div class="figure" dangerouslySetInnerHTML={{ __html: figure.value }} />
            )}
          </section>
        </div>
      )}
    </>
  );
}

/** A language model of one's own: a prompt, the knobs of writing, what it writes, and the chances of what comes next. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { remembered } from '../elements/remembered.js';
import { SeedField } from '../elements/seedField.js';
import { SettingFields } from '../elements/settingFields.js';
import { figureWidth } from '../elements/figureWidth.js';
import type { Asked } from './writingService.js';
import { WritingSession } from './writingSession.js';
import { writingWords } from './writingWords.js';

/** Prompts that were kept, a JSON list. */
const kept = remembered<string>('agon.prompts', '[]');

function keptPrompts(): string[] {
  try {
    const list = JSON.parse(kept.value) as unknown;
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
  } catch {
    return []; // Not ours: what is kept next takes its place.
  }
}

export function PromptBox({ model }: { model: string }) {
  const session = useSignal<WritingSession | undefined>(undefined);
  useEffect(() => {
    const made = new WritingSession(model);
    session.value = made;
    return () => made.close();
  }, [model]);
  return session.value ? <Box key={model} session={session.value} /> : null;
}

function Box({ session }: { session: WritingSession }) {
  const prompt = useSignal('');
  const settings = useSignal<Readonly<Record<string, string>>>({});
  const seed = useSignal(1);
  const offered = useSignal<readonly string[]>([]);
  const written = useSignal('');
  const model = session.model.value;
  const isWriting = session.isWriting.value;
  const asked = (): Asked => ({
    prompt: prompt.value,
    settings: settings.value,
    seed: seed.value,
    width: figureWidth(),
  });
  useEffect(() => {
    if (model)
      void session.known([...keptPrompts(), ...writingWords.examples]).then((known) => {
        offered.value = [...new Set(known)];
        if (prompt.value === '') prompt.value = known[0] ?? '';
      });
  }, [model, kept.value]);
  useEffect(() => {
    if (model) session.look(asked());
  }, [model, prompt.value, settings.value]);
  return (
    <>
      {session.failure.value !== undefined && <p class="notice bad">{session.failure.value}</p>}
      {!model && session.failure.value === undefined && <p class="muted">{writingWords.loading}</p>}
      {model && (
        <div class="learn">
          <form
            class="panel"
            onSubmit={(event) => {
              event.preventDefault();
              written.value = prompt.value;
              session.write(asked());
            }}
          >
            <label>
              <span>{writingWords.prompt}</span>
              <textarea
                rows={3}
                value={prompt.value}
                onInput={(event) => (prompt.value = event.currentTarget.value)}
              />
            </label>
            <div class="buttons" role="group" aria-label={writingWords.saved}>
              {offered.value.map((each) => (
                <button key={each} type="button" onClick={() => (prompt.value = each)}>
                  {writingWords.shown(each)}
                </button>
              ))}
              {!offered.value.includes(prompt.value) && prompt.value !== '' && (
                <button
                  type="button"
                  onClick={() => (kept.value = JSON.stringify([prompt.value, ...keptPrompts()]))}
                >
                  {writingWords.keep}
                </button>
              )}
              {keptPrompts().length > 0 && (
                <button type="button" onClick={() => (kept.value = '[]')}>
                  {writingWords.forget}
                </button>
              )}
            </div>
            <SettingFields
              settings={model.settings}
              values={settings.value}
              onChange={(key, value) => (settings.value = { ...settings.value, [key]: value })}
            />
            <SeedField label={writingWords.seed} seed={seed} />
            <div class="buttons">
              <button type="submit" disabled={isWriting}>
                {writingWords.write}
              </button>
              {isWriting && (
                <button type="button" onClick={() => session.stop()}>
                  {writingWords.stop}
                </button>
              )}
            </div>
          </form>
          <section class="panel shown" data-writing={isWriting}>
            {session.news.value && (
              <>
                <p class="written">
                  <strong>{written.value}</strong>
                  {session.news.value.text}
                </p>
                <p class="muted small">
                  {writingWords.speed(session.news.value.tokens, session.news.value.tokensPerSecond)}
                </p>
              </>
            )}
            {session.figure.value !== undefined && (
              <div class="figure" dangerouslySetInnerHTML={{ __html: session.figure.value }} />
            )}
          </section>
        </div>
      )}
    </>
  );
}

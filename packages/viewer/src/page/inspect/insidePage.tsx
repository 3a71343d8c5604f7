/** The room of Look inside: which network, and what it looks at. */
import { isReadable, showingOf, type Showing } from '@agon/runs';
import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { titleOf } from '../games.js';
import { formatRoute, goTo } from '../route.js';
import { runs } from '../server/feeds.js';
import { get } from '../server/server.js';
import { INSIDE } from './inside.js';
import { DrawingPad } from './drawingPad.js';
import { FigureBox } from './figureBox.js';
import { InspectSession } from './inspectSession.js';
import { LookInside } from './lookInside.js';
import { PromptBox } from './promptBox.js';
import { inspectWords } from './words.js';

/** A trained network to choose. */
interface Choice {
  readonly model: string;
  readonly label: string;
  readonly showing: Showing;
}

/** "Pong", or "mnist": options apart. */
const subjectName = (env: string | undefined, data: string | undefined): string =>
  env === undefined ? (data ?? '').replace(/:.*$/, '') : titleOf(env);

/** Those of the zoo; none until they are there. */
function useZoo(): Choice[] {
  const [found, setFound] = useState<Choice[]>([]);
  useEffect(() => {
    void get('api/zoo')
      .then((answer) => answer.json())
      .then((all: { name: string; algorithm: string; env?: string; data?: string; error?: string }[]) =>
        setFound(
          all.flatMap(({ name, algorithm, env, data, error }) => {
            const showing = showingOf({ env, algorithm });
            if (error !== undefined || !showing) return [];
            const label = inspectWords.choice(`zoo/${name}`, subjectName(env, data));
            return [{ model: `zoo/${name}`, label, showing }];
          }),
        ),
      )
      .catch((error: Error) => console.error(error));
  }, []);
  return found;
}

/** Runs that have kept weights, the newest first. */
const trainedRuns = (): Choice[] =>
  (runs.value ?? []).filter(isReadable).flatMap(({ name, checkpoints, config: { algorithm, env, data } }) => {
    const showing = showingOf({ env, algorithm });
    if (checkpoints.length === 0 || !showing) return [];
    return [{ model: `runs/${name}`, label: inspectWords.choice(name, subjectName(env, data)), showing }];
  });

/** @param model the network to begin with */
export function InsidePage({ model }: { model: string | undefined }) {
  const choices = [...trainedRuns(), ...useZoo()];
  const chosen = choices.find((each) => each.model === model?.replace(/@\d+$/, ''));
  const showing = chosen?.showing ?? 'layers';
  // What is in no list may still be there; the list has to be here to say so.
  const isOpen = model !== undefined && (chosen !== undefined || runs.value !== undefined);
  const session = useSignal<InspectSession | undefined>(undefined);
  useEffect(() => {
    session.value = undefined;
    if (!isOpen || showing !== 'layers') return undefined;
    const made = new InspectSession(model);
    session.value = made;
    return () => made.close();
  }, [model, isOpen, showing]);
  return (
    <>
      <p>
        <a href={formatRoute({ page: 'learn', lesson: undefined })}>{inspectWords.allLessons}</a>
      </p>
      <h1>{inspectWords.title}</h1>
      <p>{inspectWords.about}</p>
      <form class="panel fields" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>{inspectWords.model}</span>
          <select
            value={model ?? ''}
            onChange={(event) => goTo({ page: 'learn', lesson: INSIDE, model: event.currentTarget.value })}
          >
            {model === undefined && <option value="">{inspectWords.choose}</option>}
            {model !== undefined && model !== chosen?.model && <option value={model}>{model}</option>}
            {choices.map((each) => (
              <option key={each.model} value={each.model}>
                {each.label}
              </option>
            ))}
          </select>
        </label>
        {session.value && <InputFields key={model} session={session.value} />}
      </form>
      {choices.length === 0 && <p class="muted">{inspectWords.none}</p>}
      {isOpen && showing === 'writing' && <PromptBox model={model} />}
      {isOpen && (showing === 'words' || showing === 'answers') && (
        <FigureBox key={model} model={model} showing={showing} />
      )}
      {session.value && <LookInside session={session.value} />}
    </>
  );
}

/** What the network answers: of each result with names the largest. */
function answersOf({ network, values }: InspectSession): string[] {
  return (network.value?.layers ?? []).flatMap(({ outputs }, layer) => {
    const own = values.value?.[layer];
    const [result] = outputs;
    const names = network.value?.names[result];
    if (!own || !names) return [];
    const best = own.reduce((largest, value, i) => (value > own[largest] ? i : largest), 0);
    return [inspectWords.answer(result, names[best], own[best])];
  });
}

/** What the network looks at: a test picture, a drawing, or what an agent stands before. */
function InputFields({ session }: { session: InspectSession }) {
  const number = useSignal(0);
  const network = session.network.value;
  const isData = network && 'data' in network.subject;
  const show = (to: number): void => {
    number.value = Math.max(0, to);
    if (isData) session.showPicture(number.value);
    else session.showPlayed(0, number.value);
  };
  useEffect(() => {
    if (network) show(isData ? 0 : 20);
  }, [network]);
  if (!network) return null;
  const [height, width, channels] = network.inputShape;
  const isDrawable = isData && channels === 1;
  const seen = session.seen.value;
  return (
    <>
      <label>
        <span>{isData ? inspectWords.index : inspectWords.steps}</span>
        <input
          type="number"
          min={0}
          max={'data' in network.subject ? network.subject.pictures - 1 : undefined}
          value={number.value}
          onChange={(event) => show(Math.round(event.currentTarget.valueAsNumber) || 0)}
        />
      </label>
      <div class="buttons">
        <button type="button" onClick={() => show(number.value - 1)}>
          {inspectWords.before}
        </button>
        <button type="button" onClick={() => show(number.value + 1)}>
          {inspectWords.after}
        </button>
      </div>
      {seen && <p>{[seen.what, ...answersOf(session)].join(' · ')}</p>}
      {isDrawable && seen && (
        <DrawingPad
          height={height}
          width={width}
          picture={seen.input}
          onDraw={(input) => session.show({ input, what: inspectWords.drawn })}
        />
      )}
    </>
  );
}

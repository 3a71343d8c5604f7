/** The moves of a position in the tree, with what each is chosen by. */
import type { EdgeView } from '@agon/mcts';
import { formatPercent } from '../format.js';
import type { SearchLook, Way } from './microscopeService.js';
import { microscopeWords } from './words.js';

/** Moves that are shown at most: Go has hundreds. */
const MOST_ROWS = 16;

interface Row {
  readonly edge: EdgeView;
  readonly name: string;
}

/** The most visited first; among equals those that come next. */
function rowsOf({ node, names }: SearchLook): Row[] {
  const sum = ({ edge }: Row): number => edge.exploit + edge.explore;
  const all = node.edges.map((edge, i) => ({ edge, name: names[i] }));
  const isNext = ({ edge }: Row): number => Number(edge.action === node.next);
  return all
    .sort((a, b) => b.edge.visits - a.edge.visits || isNext(b) - isNext(a) || sum(b) - sum(a))
    .filter((row, place) => place < MOST_ROWS || isNext(row) === 1);
}

const DIGITS = 3;
const number = (value: number | null): string =>
  value === null ? '–' : value === Infinity ? '∞' : value.toFixed(DIGITS);

/** A number as a bar beside itself. */
function Bar({ value, most, text }: { value: number; most: number; text: string }) {
  return (
    <td class="number">
      <span class="edge-bar" style={{ inlineSize: `${most > 0 ? (100 * value) / most : 0}%` }} />
      <span>{text}</span>
    </td>
  );
}

/** @param descend goes to where a move leads */
export function EdgeTable(props: { look: SearchLook; way: Way; descend: (action: number) => void }) {
  const { look, way, descend } = props;
  const { edges, next } = look.node;
  const most = Math.max(...edges.map(({ visits }) => visits));
  const likeliest = Math.max(...edges.map(({ prior }) => prior));
  const [exploit, explore] = microscopeWords.parts[way];
  return (
    <div class="scroll">
      <table class="edges">
        <thead>
          <tr>
            <th scope="col">{microscopeWords.move}</th>
            <th scope="col" title={microscopeWords.visitsMeaning}>
              {microscopeWords.visits}
            </th>
            <th scope="col" title={microscopeWords.priorMeaning}>
              {microscopeWords.prior}
            </th>
            <th scope="col" title={microscopeWords.qMeaning}>
              {microscopeWords.q}
            </th>
            <th scope="col">{exploit}</th>
            <th scope="col">{explore}</th>
            <th scope="col">{microscopeWords.sum}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(look).map(({ edge, name }) => (
            <tr key={edge.action} data-next={edge.action === next} data-out={!edge.isConsidered}>
              <th scope="row" title={edge.isConsidered ? undefined : microscopeWords.left}>
                <button type="button" disabled={!edge.isExpanded} onClick={() => descend(edge.action)}>
                  {name}
                </button>
                {edge.action === next && <span class="tag">{microscopeWords.next}</span>}
              </th>
              <Bar value={edge.visits} most={most} text={`${edge.visits}`} />
              <Bar value={edge.prior} most={likeliest} text={formatPercent(edge.prior)} />
              <td class="number">{number(edge.q)}</td>
              <td class="number">{number(edge.exploit)}</td>
              <td class="number">{number(edge.explore)}</td>
              <td class="number">{number(edge.exploit + edge.explore)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

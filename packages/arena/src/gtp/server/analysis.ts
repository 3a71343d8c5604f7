/** Analysis as text, in the forms of Leela Zero (`lz-analyze`) and KataGo (`kata-analyze`), which Sabaki and others read. */
import { formatDecimals } from '@agon/core';
import { movesInOrder, RESIGN, type Analysis } from '@agon/agents';
import type { Action, GoState, PlayerId } from '@agon/envs';
import { parseColour, parseCount, Refusal, syntaxError } from './protocol.js';

/** A thought about a position; `account.move` is the move that is played. */
export interface Thought {
  state: GoState;
  account: Analysis;
}

/** Whose form of analysis is asked for: `lz-analyze` or `kata-analyze`. */
export type AnalysisForm = 'lz' | 'kata';

/** What an analysis command asks for. */
export interface AnalysisRequest {
  colour: PlayerId;
  /** Milliseconds between reports. */
  interval: number;
  /** The most moves that are told. */
  maxMoves: number;
}

/** Milliseconds between reports where the controller names none, and the least that are kept to. */
const DEFAULT_INTERVAL_MS = 1000;
const LEAST_INTERVAL_MS = 10;
/** What else KataGo's form may ask for, with one value each; we have none of it to tell. */
const IGNORED =
  /^(minmoves|ownership|ownershipstdev|movesownership|movesownershipstdev|pvvisits|pvedgevisits|rootinfo|noresultvalue)$/;

/** Reads "[colour] [interval] [interval N] [maxmoves N] …", intervals in hundredths of seconds. @throws Refusal */
export function parseAnalysis(args: readonly string[], toMove: PlayerId): AnalysisRequest {
  const request = { colour: toMove, interval: DEFAULT_INTERVAL_MS, maxMoves: Infinity };
  const rest = args.map((arg) => arg.toLowerCase());
  const setInterval = (text: string | undefined): void => {
    request.interval = Math.max(LEAST_INTERVAL_MS, 10 * parseCount(text));
  };
  if (/^(b|w|black|white)$/.test(rest[0] ?? '')) request.colour = parseColour(rest.shift());
  if (/^\d+$/.test(rest[0] ?? '')) setInterval(rest.shift());
  for (let key = rest.shift(); key !== undefined; key = rest.shift()) {
    const value = rest.shift();
    if (key === 'interval') setInterval(value);
    else if (key === 'maxmoves') request.maxMoves = parseCount(value);
    else if (key === 'allow' || key === 'avoid') throw new Refusal(`${key} is not supported`);
    else if (value === undefined || !IGNORED.test(key)) throw syntaxError();
  }
  return request;
}

/** One report: "info move … pv …" for each move that was looked at, the move that is played first. */
export function analysisLine(form: AnalysisForm, { state, account }: Thought, maxMoves = Infinity): string {
  return candidates(account)
    .slice(0, maxMoves)
    .map((move, order) => {
      const visits = account.visits?.[move] ?? 1;
      const value = account.q?.[move] ?? account.value ?? 0;
      const prior = account.prior?.[move] ?? 0;
      const line = lineOf(account, move).map((one) => state.actionToString(one));
      const told =
        form === 'lz'
          ? {
              visits,
              winrate: hundredths(value),
              prior: Math.round(10_000 * prior),
              lcb: hundredths(value),
              order,
            }
          : {
              visits,
              utility: decimal(value),
              winrate: decimal((1 + value) / 2),
              scoreMean: '0',
              scoreStdev: '0',
              scoreLead: '0',
              scoreSelfplay: '0',
              prior: decimal(prior),
              lcb: decimal((1 + value) / 2),
              utilityLcb: decimal(value),
              order,
            };
      const pairs = Object.entries(told).map(([key, text]) => `${key} ${text}`);
      return `info move ${state.actionToString(move)} ${pairs.join(' ')} pv ${line.join(' ')}`;
    })
    .join(' ');
}

/** The moves that were looked at, in the order of `movesInOrder`. */
function candidates(account: Analysis): Action[] {
  const { visits = [], move } = account;
  const seen = visits.flatMap((count, action) => (count > 0 ? [action] : []));
  if (move !== undefined && move !== RESIGN && !seen.includes(move)) seen.push(move);
  return movesInOrder(account, seen);
}

/** The expected line of play that begins with a move. */
function lineOf({ variations, principalVariation }: Analysis, move: Action): Action[] {
  const line = variations?.[move] ?? (principalVariation?.[0] === move ? principalVariation : undefined);
  return line?.length ? line : [move];
}

/** A value in [-1, 1] as a win rate in hundredths of a percent. */
const hundredths = (value: number): number => Math.round(5000 * (1 + value));

const decimal = (value: number): string => formatDecimals(value, 6);

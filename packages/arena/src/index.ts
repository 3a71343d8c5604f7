/** @agon/arena: matches, evaluation, ratings, tournaments. What touches files is in @agon/arena/node. */
export { numbered } from './agentNames.js';
export { type Adjudication, parseAdjudication } from './adjudication.js';
export {
  crosstable,
  crosstableCsv,
  crosstableHtml,
  type CrosstableRow,
  crosstableCells,
  crosstableText,
  eloIntervalText,
  eloText,
} from './crosstable.js';
export { evaluate, evaluateIn, type Evaluation, type EvaluationOptions } from './evaluation.js';
export { playGame, type PlayOptions, recordEpisode, type RecordOptions, type Verdict } from './record.js';
export { GameLines, gameRecordSchema } from './gameLines.js';
export { type GameRecord, withoutDuplicates } from './gameRecord.js';
export { bootstrapInterval, interquartileMean, mean, shareText } from './statistics.js';
export { eloOfScore, expectedScore, rate, type RatingOptions, type Ratings, type Score } from './ratings.js';
export { parseOpenings } from './openings.js';
export { type Counts, matchStatistics, type MatchStatistics, pairCounts } from './pairStatistics.js';
export { pairsNeeded, type PowerOptions, sprtForecast, type SprtForecast } from './power.js';
export type { Job, TournamentSchedule } from './schedule.js';
export { type ScorePairRow, type ScoreRow, scoreStandings, type ScoreStandings } from './scoreStandings.js';
export { parseSprt, sprt, type SprtOptions, type SprtResult } from './sprt.js';
export { byStrength, gameStandings, type GameStandings, type PairRow, type PlayerRow } from './standings.js';
export {
  isDecided,
  numberOfGames,
  planTournament,
  ratingOptions,
  tournament,
  type TournamentOptions,
  tournamentResult,
  type TournamentResult,
} from './tournament.js';
export type { RatingPlan, TournamentPlan } from './tournamentPlan.js';

/** @agon/arena: replays, evaluation, runs as data. What touches files is in @agon/arena/node. */
export { numbered } from './agentNames.js';
export { parseAdjudication, type Adjudication } from './adjudication.js';
export { defaultCheckpointEvery } from './checkpointInterval.js';
export {
  crosstable,
  crosstableCsv,
  crosstableHtml,
  crosstableText,
  eloIntervalText,
  eloText,
  type CrosstableRow,
} from './crosstable.js';
export { evaluate, type Evaluation, type EvaluationOptions } from './evaluation.js';
export { playGame, recordEpisode, type PlayOptions, type RecordOptions, type Verdict } from './record.js';
export { GameLines, gameRecordSchema } from './gameLines.js';
export { withoutDuplicates, type GameRecord } from './gameRecord.js';
export { readLines } from './jsonLines.js';
export { parseReplay, replayOfEpisode, type Replay, type ReplayEnd } from './replay.js';
export { Resimulation, resimulate, type Frame } from './resimulate.js';
export {
  isReadable,
  type ListedRun,
  type MetricsLine,
  type RunConfig,
  type RunStatus,
  type RunSummary,
  type UnreadableRun,
} from './run.js';
export { checkRunName, resolveConfig, shellWord, trainCommand, type TrainFlags } from './runConfig.js';
export { bootstrapInterval, interquartileMean, mean, shareText } from './statistics.js';
export { eloOfScore, expectedScore, rate, type RatingOptions, type Ratings, type Score } from './ratings.js';
export { parseOpenings } from './openings.js';
export { matchStatistics, pairCounts, type Counts, type MatchStatistics } from './pairStatistics.js';
export { pairsNeeded, sprtForecast, type PowerOptions, type SprtForecast } from './power.js';
export type { Job, TournamentSchedule } from './schedule.js';
export { scoreStandings, type ScorePairRow, type ScoreRow, type ScoreStandings } from './scoreStandings.js';
export { parseSprt, sprt, type SprtOptions, type SprtResult } from './sprt.js';
export { byStrength, gameStandings, type GameStandings, type PairRow, type PlayerRow } from './standings.js';
export {
  isDecided,
  numberOfGames,
  planTournament,
  ratingOptions,
  tournament,
  tournamentResult,
  type RatingPlan,
  type TournamentOptions,
  type TournamentPlan,
  type TournamentResult,
} from './tournament.js';

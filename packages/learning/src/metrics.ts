/** What trainers measure. Titles and meanings are not said here: they stand in catalogues of words. */

/**
 * What a metric is counted in. `share`: of a whole, or of the points of games, 0 to 1. `reward`: as the environment pays.
 * `steps`: an agent's decisions; `moves`: those of all players of a game. `count`: of things that the metric's title names.
 * `none`: a number without a unit, or in units of its own, such as a loss of several terms.
 */
export type Unit = 'share' | 'nats' | 'reward' | 'steps' | 'moves' | 'count' | 'perSecond' | 'none';

/** What is known of a metric. */
export interface MetricInfo {
  readonly unit: Unit;
  /** Without noise: a schedule or a count, of which a mean over the past would only be late. */
  readonly isExact?: true;
}

/** The metrics of a trainer: those that its events may tell, by their ids. */
export type Metrics<Id extends string = string> = Readonly<Record<Id, MetricInfo>>;

/** What an event tells: some of these metrics, or any where their ids are not known. */
export type MetricValues<Id extends string = string> = string extends Id
  ? Readonly<Record<string, number>>
  : Readonly<Partial<Record<Id, number>>>;

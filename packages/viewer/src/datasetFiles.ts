/** What server and page say to each other about datasets. */

/** A dataset that is fetched. */
export interface ServedDataset {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  /** To download, about. */
  readonly bytes: number;
  /** Whether an exported page may carry it along. */
  readonly mayShip: boolean;
  /** Whether its files can be had where this was said. */
  readonly present: boolean;
}

/** The files of one of them. */
export interface DatasetFiles {
  readonly licence: string;
  readonly source: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

// Two servers, and what came of the run of a pair.

import type { BothLanguages } from '../model/standard.ts';
import type { CountedReport } from './counted-report-schema.ts';

/** Where an obstacle lies: at the server of the users, at that of the contacts, or on the way to the contacts or back. */
export type ObstaclePlace = 'server' | 'peer' | 'there' | 'back';

/** What keeps a server or a pair from being tested. */
export interface Obstacle {
  /** Absent: not known. */
  readonly place?: ObstaclePlace | undefined;
  /** Name of the check that found it; absent: no check did. */
  readonly check?: BothLanguages | undefined;
  readonly text: BothLanguages;
  /** What to do; absent: not known. */
  readonly remedy?: BothLanguages | undefined;
}

/** Two servers by name: the users live on `server`, the contacts on `peer`. Equal names: the server alone. */
export interface Pair {
  readonly server: string;
  readonly peer: string;
}

/** What came of the run of a pair. */
export interface PairRun extends Pair {
  /** Name of the files of its report, without their ending. */
  readonly file: string;
  /** Absent: the run wrote none. */
  readonly report?: CountedReport | undefined;
  /** Why nothing could be tested; empty: something was. */
  readonly obstacles: readonly Obstacle[];
}

// The names that stand for objects and unions in the fields of others.

import { ACCOUNT, FOREIGN_USES } from './account-problem.ts';
import { ALONE_RESULT, BLAMES } from './blame.ts';
import {
  ARRIVAL,
  DEPARTING,
  DIFFERENCE,
  DIFFERENCE_VALUES,
  FAILURES,
  OUTCOME_MEANING,
  STATE_DIFFERENCES,
} from './failure.ts';
import { NOTES } from './note.ts';
import { CONNECTION, ENDPOINT, LOGIN, OTHER, STREAM } from './problem.ts';
import { EXPIRED_ENTRY, MET_LIMITS, OUTCOME_COUNT, REASONS, SERVER_LIMITS } from './reason.ts';
import { STANZA_FAULTS } from './stanza-fault.ts';
import { TARGET } from './target-problem.ts';

/** Objects by their fields. */
export const OBJECTS = {
  aloneResult: ALONE_RESULT,
  arrival: ARRIVAL,
  departing: DEPARTING,
  difference: DIFFERENCE,
  endpoint: ENDPOINT,
  expiredEntry: EXPIRED_ENTRY,
  metLimits: MET_LIMITS,
  outcomeCount: OUTCOME_COUNT,
  outcomeMeaning: OUTCOME_MEANING,
} as const;

/** Unions by the fields of each tag. */
export const UNIONS = {
  blame: BLAMES,
  differenceValue: DIFFERENCE_VALUES,
  failure: FAILURES,
  foreignUse: FOREIGN_USES,
  note: NOTES,
  problem: { ...CONNECTION, ...LOGIN, ...STREAM, ...ACCOUNT, ...TARGET, ...OTHER },
  reason: REASONS,
  serverLimit: SERVER_LIMITS,
  stanzaFault: STANZA_FAULTS,
  stateDifference: STATE_DIFFERENCES,
} as const;

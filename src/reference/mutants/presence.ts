// All mutants of RFC 6121 chapter 4.

import type { Mutant } from './mutant.ts';
import { broadcastMutants } from './presence-broadcast.ts';
import { directedMutants } from './presence-directed.ts';
import { directedEndMutants } from './presence-directed-end.ts';
import { elementMutants } from './presence-elements.ts';
import { probeMutants } from './presence-probe.ts';
import { probeAnswerMutants } from './presence-probe-answers.ts';
import { directedProbeMutants } from './presence-probe-directed.ts';
import { unavailableMutants } from './presence-unavailable.ts';

export const presenceMutants: readonly Mutant[] = [
  ...broadcastMutants,
  ...probeMutants,
  ...probeAnswerMutants,
  ...unavailableMutants,
  ...directedEndMutants,
  ...directedMutants,
  ...directedProbeMutants,
  ...elementMutants,
];

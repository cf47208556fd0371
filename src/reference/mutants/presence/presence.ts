// All mutants of RFC 6121 chapter 4.

import type { Mutant } from '../kit/mutant.ts';
import { broadcastMutants } from './broadcast.ts';
import { directedMutants } from './directed.ts';
import { directedEndMutants } from './directed-end.ts';
import { elementMutants } from './elements.ts';
import { probeMutants } from './probe.ts';
import { probeAnswerMutants } from './probe-answers.ts';
import { directedProbeMutants } from './probe-directed.ts';
import { unavailableMutants } from './unavailable.ts';

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

// Exchanging presence (RFC 6121 4).

import type { Mutant } from '../kit/mutant.ts';
import { broadcastMutants } from './broadcast.ts';
import { directedMutants } from './directed.ts';
import { directedRecordMutants } from './directed-records.ts';
import { elementMutants } from './elements.ts';
import { falsePresenceMutants } from './false-presence.ts';
import { probeAnswerMutants } from './probe-answers.ts';
import { probeAnswerAfterDirectedMutants } from './probe-answers-after-directed.ts';
import { probeMutants } from './probes.ts';
import { unavailableMutants } from './unavailable.ts';

export const presenceMutants: readonly Mutant[] = [
  ...broadcastMutants,
  ...probeMutants,
  ...probeAnswerMutants,
  ...unavailableMutants,
  ...directedRecordMutants,
  ...directedMutants,
  ...probeAnswerAfterDirectedMutants,
  ...elementMutants,
  ...falsePresenceMutants,
];

// Messages: their content, their delivery, and the errors that answer them (RFC 6121 5 and 8).

import type { Mutant } from '../kit/mutant.ts';
import { contentMutants } from './content.ts';
import { deliveryMutants } from './delivery.ts';
import { errorStanzaMutants } from './error-stanzas.ts';
import { errorMutants } from './errors.ts';
import { generatedStanzaMutants } from './generated.ts';
import { headlineMutants } from './headlines.ts';
import { threadMutants } from './threads.ts';

// NO_MUTANT 5.2.5-c: it is a rule for clients, and no case cites it.

export const messageMutants: readonly Mutant[] = [
  ...contentMutants,
  ...threadMutants,
  ...generatedStanzaMutants,
  ...headlineMutants,
  ...deliveryMutants,
  ...errorMutants,
  ...errorStanzaMutants,
];

// All mutants of the reference server.

import { appendixMutants } from './appendix/appendix.ts';
import { conformanceMutants } from './conformance.ts';
import type { Mutant } from './kit/mutant.ts';
import { deliveryMutants } from './message/delivery.ts';
import { presenceMutants } from './presence/presence.ts';
import { rosterMutants } from './roster/roster.ts';
import { stanzaMutants } from './stanzas.ts';
import { subscriptionAnswerMutants } from './subscription/answers.ts';
import { subscriptionNegativeMutants } from './subscription/negative.ts';
import { subscriptionPreApprovalMutants } from './subscription/pre-approval.ts';
import { subscriptionRequestMutants } from './subscription/requests.ts';
import { subscriptionMutants } from './subscription/subscription.ts';
import { subscriptionWaitingMutants } from './subscription/waiting.ts';

/** Every mutant, those made from the tables of the standard first. Throws when two have the same id. */
export function allMutants(): readonly Mutant[] {
  const mutants = [
    ...appendixMutants(),
    ...deliveryMutants(),
    ...rosterMutants,
    ...subscriptionMutants,
    ...subscriptionRequestMutants,
    ...subscriptionWaitingMutants,
    ...subscriptionAnswerMutants,
    ...subscriptionNegativeMutants,
    ...subscriptionPreApprovalMutants,
    ...presenceMutants,
    ...stanzaMutants,
    ...conformanceMutants,
  ];
  const ids = mutants.map(({ id }) => id);
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled !== undefined) throw new Error(`two mutants are called ${doubled}`);
  return mutants;
}

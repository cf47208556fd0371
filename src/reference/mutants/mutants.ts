// All mutants of the reference server, chapter by chapter.

import { domainMutants } from './addressing/domains.ts';
import { errorLeakMutants } from './addressing/error-leaks.ts';
import { fromToMutants } from './addressing/from-to.ts';
import { letterMutants, xmlMutants } from './addressing/letters.ts';
import { ownStanzaMutants, withoutToMutants } from './addressing/own-stanzas.ts';
import { presenceToAccountMutants } from './addressing/presence-to-account.ts';
import { presenceToResourceMutants } from './addressing/presence-to-resource.ts';
import { privacyMutants } from './addressing/privacy.ts';
import { remoteTrafficMutants, streamMutants } from './addressing/streams.ts';
import { conformanceMutants } from './conformance.ts';
import { longContentMutants } from './contents.ts';
import { historyMutants } from './histories.ts';
import { iqToAccountMutants } from './iq/to-accounts.ts';
import { iqToResourceMutants } from './iq/to-resources.ts';
import type { Mutant } from './kit/mutant.ts';
import { deliveryMutants } from './message/delivery.ts';
import { errorMutants, errorStanzaMutants } from './message/errors.ts';
import { headlineMutants, threadMutants } from './message/headlines.ts';
import { contentMutants, generatedStanzaMutants } from './message/message-content.ts';
import { broadcastMutants, unavailableMutants } from './presence/broadcast.ts';
import { directedMutants } from './presence/directed.ts';
import { directedRecordMutants } from './presence/directed-records.ts';
import { elementMutants } from './presence/elements.ts';
import { falsePresenceMutants } from './presence/false-presence.ts';
import { probeAnswerAfterDirectedMutants, probeAnswerMutants } from './presence/probe-answers.ts';
import { probeMutants } from './presence/probes.ts';
import { quantityMutants } from './quantities.ts';
import { accessMutants } from './roster/access.ts';
import { additionMutants } from './roster/additions.ts';
import { itemAddressMutants, itemMutants } from './roster/items.ts';
import { pushMutants } from './roster/pushes.ts';
import { removalMutants } from './roster/removals.ts';
import { updateMutants } from './roster/updates.ts';
import { versionMutants, versionNumberMutants } from './roster/versions.ts';
import { answerMutants } from './subscription/answers.ts';
import { approvalMutants, negativePriorityMutants, preApprovalMutants } from './subscription/approvals.ts';
import { pendingRequestMutants } from './subscription/pending-requests.ts';
import { receivedRequestMutants, sentRequestMutants } from './subscription/received-requests.ts';
import { appendixAMutants } from './tables/appendix-a.ts';
import { deliveryTableMutants } from './tables/delivery-cells.ts';

/** Returns every mutant, first those that are generated from the tables of the standard. Throws when an id is not unique. */
export function allMutants(): readonly Mutant[] {
  const mutants = [
    ...appendixAMutants(),
    ...deliveryTableMutants(),
    ...rosterMutants,
    ...subscriptionMutants,
    ...presenceMutants,
    ...messageMutants,
    ...iqMutants,
    ...addressingMutants,
    ...quantityMutants,
    ...longContentMutants,
    ...historyMutants,
    ...conformanceMutants,
  ];
  const ids = mutants.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new Error(`two mutants have the id ${repeated}`);
  return mutants;
}

/** Every observable MUST and SHOULD of the chapter has a mutant. */
const rosterMutants: readonly Mutant[] = [
  ...itemMutants,
  ...itemAddressMutants,
  ...accessMutants,
  ...pushMutants,
  ...additionMutants,
  ...updateMutants,
  ...removalMutants,
  ...versionMutants,
  ...versionNumberMutants,
];

const subscriptionMutants: readonly Mutant[] = [
  ...sentRequestMutants,
  ...receivedRequestMutants,
  ...pendingRequestMutants,
  ...approvalMutants,
  ...answerMutants,
  ...negativePriorityMutants,
  ...preApprovalMutants,
];

const presenceMutants: readonly Mutant[] = [
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

// NO_MUTANT 5.2.5-c: it is a rule for clients, and no case cites it.

const messageMutants: readonly Mutant[] = [
  ...contentMutants,
  ...threadMutants,
  ...generatedStanzaMutants,
  ...headlineMutants,
  ...deliveryMutants,
  ...errorMutants,
  ...errorStanzaMutants,
];

const iqMutants: readonly Mutant[] = [...iqToResourceMutants, ...iqToAccountMutants];

const addressingMutants: readonly Mutant[] = [
  ...fromToMutants,
  ...ownStanzaMutants,
  ...withoutToMutants,
  ...domainMutants,
  ...streamMutants,
  ...remoteTrafficMutants,
  ...presenceToAccountMutants,
  ...presenceToResourceMutants,
  ...privacyMutants,
  ...errorLeakMutants,
  ...letterMutants,
  ...xmlMutants,
];

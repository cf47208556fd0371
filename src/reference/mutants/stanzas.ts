// Mutants of RFC 6121 5, 6, 8, 9 and 11, and of the rules of RFC 6120 that these lean on. Table 1 of 8.5.4: delivery.ts.

import { addressingMutants } from './addressing/addressing.ts';
import { addressingBorderMutants } from './addressing/border.ts';
import { addressingDomainMutants } from './addressing/domains.ts';
import { addressingImpliedMutants } from './addressing/implied.ts';
import { addressingPresenceMutants } from './addressing/presence.ts';
import { addressingPrivacyMutants } from './addressing/privacy.ts';
import { addressingResourceMutants } from './addressing/resources.ts';
import type { Mutant } from './kit/mutant.ts';
import { messageContentMutants } from './message/content.ts';
import { messageErrorMutants } from './message/errors.ts';
import { iqMutants } from './message/iq.ts';
import { iqAccountMutants } from './message/iq-accounts.ts';
import { messagePassiveMutants } from './message/passive.ts';
import { messageDeliveryMutants } from './message/unlisted-delivery.ts';

// NO_MUTANT 5.2.5-c: it binds clients, and no case cites it.
// NO_MUTANT rfc6120-10.4.3-b: only a server that speaks to other servers has streams that cannot be negotiated.

/** Contents first, then where a stanza goes. */
export const stanzaMutants: readonly Mutant[] = [
  ...messageContentMutants,
  ...messagePassiveMutants,
  ...messageDeliveryMutants,
  ...messageErrorMutants,
  ...iqMutants,
  ...iqAccountMutants,
  ...addressingMutants,
  ...addressingImpliedMutants,
  ...addressingDomainMutants,
  ...addressingBorderMutants,
  ...addressingPresenceMutants,
  ...addressingResourceMutants,
  ...addressingPrivacyMutants,
];

// Addresses in stanzas, and where a stanza goes by its address (RFC 6120 8.1, 10; RFC 6121 8, 11).

import type { Mutant } from '../kit/mutant.ts';
import { domainMutants } from './domains.ts';
import { errorLeakMutants } from './error-leaks.ts';
import { fromToMutants } from './from-to.ts';
import { letterMutants } from './letters.ts';
import { ownStanzaMutants } from './own-stanzas.ts';
import { presenceToAccountMutants } from './presence-to-account.ts';
import { presenceToResourceMutants } from './presence-to-resource.ts';
import { privacyMutants } from './privacy.ts';
import { remoteTrafficMutants } from './remote-traffic.ts';
import { streamMutants } from './streams.ts';
import { withoutToMutants } from './without-to.ts';
import { xmlMutants } from './xml.ts';

export const addressingMutants: readonly Mutant[] = [
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

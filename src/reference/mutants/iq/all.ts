// IQ stanzas (RFC 6121 6 and 8.5, RFC 6120 8.2.3).

import type { Mutant } from '../kit/mutant.ts';
import { iqToAccountMutants } from './to-accounts.ts';
import { iqToResourceMutants } from './to-resources.ts';

export const iqMutants: readonly Mutant[] = [...iqToResourceMutants, ...iqToAccountMutants];

// What a stanza that a server itself sent may have wrong in it, as data: the faults that passive requirements forbid.

import type { STANZA_FAULTS } from '../tags/stanza-fault.ts';
import type { Tagged } from './data.ts';

export type StanzaFault = Tagged<typeof STANZA_FAULTS>;

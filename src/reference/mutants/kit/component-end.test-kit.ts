// A fault that no mutant has: the server ends a stream that all cases with remote contacts share.

import type { Fault } from '../../fault.ts';
import { fromRemote } from './mutant.ts';
import { isMessage } from './rewrites.ts';

const KNOWN: readonly (string | undefined)[] = ['normal', 'chat', 'groupchat', 'headline', 'error', undefined];

/** Ends the stream of the component with `internal-server-error` at a message of unknown type (RFC 6121 5.2.2 forbids it). */
export const endsComponent = (): Fault =>
  fromRemote(
    (stanza) => isMessage(stanza) && !KNOWN.includes(stanza.attrs['type']),
    ({ attrs: { type } }) => {
      throw new Error(`no enum constant for "${type}"`);
    },
  );

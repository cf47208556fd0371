// RFC 6120 8.3: returns stanzas to their sender as errors.

import type { XmlElement } from '../model/xml.ts';
import type { Departing } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { errorOf, stamp } from './stanza.ts';

/** Returns a stanza to its sender where an error is permitted. A stanza of the server itself is not returned. */
export function bounce(routed: Departing, condition: ErrorCondition): void {
  if (isAnswerable(routed.stanza)) returnToSender(routed, condition);
}

/** Returns a stanza to its sender. The caller must have checked that an error is permitted. */
export function returnToSender({ stanza, origin }: Departing, condition: ErrorCondition): void {
  origin?.send(stamp(errorOf(stanza, condition), { to: origin.jid }));
}

/** Whether an error may answer a stanza: not errors and results (RFC 6120 8.2.3, 8.3.1), and not probes (RFC 6121 4.3). */
export function isAnswerable({ name, attrs }: XmlElement): boolean {
  const type = attrs['type'];
  if (type === 'error' || (name === 'iq' && type === 'result')) return false;
  return name !== 'presence' || (type !== 'unavailable' && type !== 'probe');
}

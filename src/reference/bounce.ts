// RFC 6120 8.3: stanzas that go back to who sent them, as errors.

import type { XmlElement } from '../model/xml.ts';
import type { Routed } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { errorOf, stamp } from './stanza.ts';

/** Returns a stanza to who sent it, where that is allowed. What the server itself caused is not returned. */
export function bounce(routed: Routed, condition: ErrorCondition): void {
  if (isAnswerable(routed.stanza)) sendBack(routed, condition);
}

/** Returns any stanza to who sent it: the caller knows that it may. */
export function sendBack({ stanza, origin }: Routed, condition: ErrorCondition): void {
  origin?.send(stamp(errorOf(stanza, condition), { to: origin.jid }));
}

/** Errors and results are never answered with an error (RFC 6120 8.2.3, 8.3.1), nor are probes (RFC 6121 4.3). */
export function isAnswerable({ name, attrs }: XmlElement): boolean {
  const type = attrs['type'];
  if (type === 'error' || (name === 'iq' && type === 'result')) return false;
  return name !== 'presence' || (type !== 'unavailable' && type !== 'probe');
}

// Kinds of stanzas and of resources.

import type { XmlElement } from '../../../model/xml.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import type { Resource } from '../../server-state.ts';

export const isMessage = ({ name }: XmlElement): boolean => name === 'message';

/** Whether a stanza is presence of that type, `available` meaning no type; presence of any type when none is given. */
export function isPresence({ name, attrs }: XmlElement, type?: string): boolean {
  return name === 'presence' && (type === undefined || (attrs['type'] ?? 'available') === type);
}

export const isProbe = (stanza: XmlElement): boolean => isPresence(stanza, 'probe');
export const isSubscribe = (stanza: XmlElement): boolean => isPresence(stanza, 'subscribe');

/** Whether a stanza has no `to`. */
export const isUnaddressed = ({ attrs }: XmlElement): boolean => attrs['to'] === undefined;

/** Whether a stanza is an IQ of that type whose payload has that namespace. */
export function isIq(stanza: XmlElement, type: string, ns?: string): boolean {
  const hasNs = ns === undefined || elements(stanza)[0]?.ns === ns;
  return stanza.name === 'iq' && stanza.attrs['type'] === type && hasNs;
}

export const isIqRequest = (stanza: XmlElement): boolean => isIq(stanza, 'get') || isIq(stanza, 'set');
export const isIqAnswer = (stanza: XmlElement): boolean => isIq(stanza, 'result') || isIq(stanza, 'error');

/** Whether a stanza is an IQ request in a namespace that only the scenarios use, so that no server knows it. */
export const isUnknownRequest = (stanza: XmlElement): boolean =>
  isIqRequest(stanza) && elements(stanza)[0]?.ns === 'urn:example:letters';

/** Whether a stanza from the server is a roster push: it sends no other sets in that namespace. */
export const isPush = (stanza: XmlElement): boolean => isIq(stanza, 'set', NS.roster);

/** Whether a stanza is a result that contains a roster. */
export const isRosterResult = (stanza: XmlElement): boolean => isIq(stanza, 'result', NS.roster);

/** Whether a resource has a negative priority: it wants no messages to the bare JID, but is as available as any other. */
export const hasNegativePriority = (resource: Resource | undefined): boolean =>
  resource !== undefined && resource.priority < 0;

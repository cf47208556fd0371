// The words that name a stanza in labels.

import type { XmlElement } from '../model/xml.ts';
import { child, elements } from './xml.ts';

/** The condition of a stanza error, its first child (RFC 6120 8.3.2): `bad-request`. */
export function errorCondition(stanza: XmlElement): string | undefined {
  const error = child(stanza, 'error');
  return error === undefined ? undefined : elements(error)[0]?.name;
}

/** The payload of an IQ: `ping`; for a `query` the last word of its namespace: `roster`, `disco#info`. */
export function payloadName(iq: XmlElement): string | undefined {
  const [payload] = elements(iq);
  return payload?.name === 'query' ? payload.ns.split(/[:/]/).at(-1) : payload?.name;
}

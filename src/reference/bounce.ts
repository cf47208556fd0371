// RFC 6120 8.3, 10.4 and 10.5: stanzas to other domains, and stanzas that go back to their sender as errors.

import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import type { Departing, ServerState } from './server-state.ts';
import { type ErrorCondition, errorOf, stamp } from './stanza.ts';

/** Sends a stanza to the component of a domain, or to its server. Returns an error where neither can be reached (8.3.3.16, 8.3.3.17). */
export function relay({ remote, others }: ServerState, domain: string, departing: Departing): void {
  if (domain === remote?.domain && remote.send) remote.send(departing);
  else if (domain === remote?.domain) bounce(departing, 'remote-server-timeout');
  else if (others) others.send(domain, departing);
  else bounce(departing, 'remote-server-not-found');
}

/** Sends a stanza of the server itself to the domain of its `to`. Drops it when that is missing or malformed. */
export function sendAbroad(server: ServerState, stanza: XmlElement): void {
  const to = parseJid(stanza.attrs['to'] ?? '');
  if (to) relay(server, to.domain, { stanza });
}

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

/** Does work that an input stream causes. Work may be nested: one stream may end another. */
export function causedBy(server: ServerState, cause: string, work: () => void): void {
  const outer = server.cause;
  server.cause = cause;
  try {
    work();
  } finally {
    server.cause = outer;
  }
}

// RFC 6120 10.4 and 10.5: stanzas to other domains.

import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import { bounce } from './bounce.ts';
import type { Departing, ServerState } from './server-state.ts';

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

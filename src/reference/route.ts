import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import type { Origin, ServerState } from './server-state.ts';

/** Queues a stanza for delivery to its `to`. Drops a stanza whose `to` is missing or malformed. */
export function route(server: ServerState, stanza: XmlElement, origin?: Origin): void {
  for (const sent of server.hooks?.route?.(stanza, server) ?? [stanza]) {
    const to = parseJid(sent.attrs['to'] ?? '');
    if (to) server.queue.push({ stanza: sent, to, ...(origin && { origin }) });
  }
}

// RFC 6121 8.5.2.2.1: offline messages.

import type { XmlElement } from '../model/xml.ts';
import type { Account, Resource, ServerState } from './server-state.ts';
import { withDelay } from './stanza.ts';

/** Stores a message with the time of its arrival (XEP-0203). */
export function keepOffline(server: ServerState, account: Account, message: XmlElement): void {
  account.offline.push(withDelay(message, server.domain, new Date().toISOString()));
}

/** Delivers all stored messages, oldest first. */
export function deliverOffline({ account, send }: Resource): void {
  for (const message of account.offline.splice(0)) send(message);
}

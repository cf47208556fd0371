// RFC 6121 8.5.2.2.1: messages kept for an account that nobody is there to read.

import type { XmlElement } from '../model/xml.ts';
import type { Account, Resource, ServerState } from './server-state.ts';
import { withDelay } from './stanza.ts';

/** Keeps a message, stamped with the time of arrival (XEP-0203). */
export function keepOffline(server: ServerState, account: Account, message: XmlElement): void {
  account.offline.push(withDelay(message, server.domain, new Date().toISOString()));
}

/** Hands over everything that was kept, oldest first. */
export function deliverOffline({ account, send }: Resource): void {
  for (const message of account.offline.splice(0)) send(message);
}

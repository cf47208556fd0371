// The sender and the recipient of a stanza.

import type { XmlElement } from '../../../model/xml.ts';
import { type Jid, parseJid } from '../../../stanza/jid.ts';
import { accountAt, availableResources, usableResources } from '../../availability.ts';
import type { Account, Resource, ServerState } from '../../server-state.ts';
import type { RoutePredicate } from './mutant.ts';

/** The bare JID of an address; undefined when the address is malformed. */
export function bareJidOf(jid: string | undefined): string | undefined {
  return parseJid(jid ?? '')?.bare;
}

/** The bare JID of the sender; empty when the stanza has no valid `from`. */
export const senderBareJid = ({ attrs }: XmlElement): string => bareJidOf(attrs['from']) ?? '';

/** The bare JID of the recipient; empty when the stanza has no valid `to`. */
export const recipientBareJid = ({ attrs }: XmlElement): string => bareJidOf(attrs['to']) ?? '';

/** The `to` of a stanza; undefined when it is missing or malformed. */
export function recipientJid({ attrs }: XmlElement): Jid | undefined {
  return parseJid(attrs['to'] ?? '');
}

/** The account of this server that sends a stanza, if any. */
export function senderAccount({ attrs }: XmlElement, server: ServerState): Account | undefined {
  const from = parseJid(attrs['from'] ?? '');
  return from && accountAt(server, from);
}

/** The account of this server that a stanza is addressed to, if any. */
export function recipientAccount(stanza: XmlElement, server: ServerState): Account | undefined {
  const to = recipientJid(stanza);
  return to && accountAt(server, to);
}

/** The resource that a stanza is addressed to by its full JID, available or not. */
export function matchingResource(stanza: XmlElement, server: ServerState): Resource | undefined {
  return recipientAccount(stanza, server)?.resources.get(recipientJid(stanza)?.resource ?? '');
}

/** The available resources of the recipient's account. */
export function availableRecipients(stanza: XmlElement, server: ServerState): readonly Resource[] {
  const account = recipientAccount(stanza, server);
  return account ? availableResources(account) : [];
}

/** The item for the sender in the recipient's roster. */
export const itemOfSender = (stanza: XmlElement, server: ServerState) =>
  recipientAccount(stanza, server)?.roster.items.get(senderBareJid(stanza));

/** A bare JID of any domain. */
export const isToBareJid = (stanza: XmlElement): boolean => recipientJid(stanza)?.resource === '';

/** A full JID of any domain. */
export const isToFullJid = (stanza: XmlElement): boolean => (recipientJid(stanza)?.resource ?? '') !== '';

/** The bare JID of an existing account. */
export const isToAccount: RoutePredicate = (stanza, server) =>
  recipientAccount(stanza, server) !== undefined && isToBareJid(stanza);

/** The bare JID of an account with available resources. */
export const isToOnlineAccount: RoutePredicate = (stanza, server) =>
  isToAccount(stanza, server) && availableRecipients(stanza, server).length > 0;

/** The bare JID of an account without available resources. */
export const isToOfflineAccount: RoutePredicate = (stanza, server) =>
  isToAccount(stanza, server) && availableRecipients(stanza, server).length === 0;

/** The bare JID or a full JID of an account whose available resources all have negative priority. */
export const isToNegativeOnly: RoutePredicate = (stanza, server) => {
  const account = recipientAccount(stanza, server);
  return (
    account !== undefined && availableRecipients(stanza, server).length > 0 && usableResources(account).length === 0
  );
};

/** A local part of our domain without an account. */
export const isToMissingAccount: RoutePredicate = (stanza, server) => {
  const to = recipientJid(stanza);
  return to?.domain === server.domain && to.local !== '' && recipientAccount(stanza, server) === undefined;
};

/** The full JID of a connected resource. */
export const isToMatchingResource: RoutePredicate = (stanza, server) => matchingResource(stanza, server) !== undefined;

/** A full JID of an account that has no such resource. */
export const isToUnmatchedResource: RoutePredicate = (stanza, server) =>
  recipientAccount(stanza, server) !== undefined && !isToBareJid(stanza) && !isToMatchingResource(stanza, server);

/** The server itself. */
export const isToServer: RoutePredicate = (stanza, { domain }) => recipientJid(stanza)?.full === domain;

/** The domain of the server with a resource. */
export const isToServerResource: RoutePredicate = (stanza, { domain }) => {
  const to = recipientJid(stanza);
  return to?.domain === domain && to.local === '' && to.resource !== '';
};

/** A domain that is neither ours nor the remote one, nor has a server. */
export const isToUnknownDomain: RoutePredicate = (stanza, { domain, remote, others }) => {
  const to = recipientJid(stanza)?.domain;
  return to !== undefined && to !== domain && to !== remote?.domain && others?.has(to) !== true;
};

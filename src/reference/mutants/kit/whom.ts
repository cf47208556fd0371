// To whom a stanza is addressed, as mutants ask.

import type { XmlElement } from '../../../model/xml.ts';
import type { Jid } from '../../../stanza/jid.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { accountAt, availableResources, usableResources } from '../../lookup.ts';
import type { Account, Resource, ServerState } from '../../server-state.ts';
import type { Become, Test } from './kit.ts';

/** A test and a change of what is on its way. */
export type Fits = Test<ServerState>;
export type Becomes = Become<ServerState>;

/** Two tests in one. */
export const both =
  (one: Fits, other: Fits): Fits =>
  (stanza, server) =>
    one(stanza, server) && other(stanza, server);

/** The account of an address; undefined where it is none. */
export function bareOf(jid: string | undefined): string | undefined {
  return parseJid(jid ?? '')?.bare;
}

/** The address that a stanza is sent to; undefined where there is none. */
export function addressOf({ attrs }: XmlElement): Jid | undefined {
  return parseJid(attrs['to'] ?? '');
}

/** The account that a stanza is for, if there is one. */
export function accountOf(stanza: XmlElement, server: ServerState): Account | undefined {
  const to = addressOf(stanza);
  return to && accountAt(server, to);
}

/** The resource that a stanza names, available or not. */
export function matchOf(stanza: XmlElement, server: ServerState): Resource | undefined {
  return accountOf(stanza, server)?.resources.get(addressOf(stanza)?.resource ?? '');
}

/** Those available of the account that a stanza is for. */
export function availableFor(stanza: XmlElement, server: ServerState): readonly Resource[] {
  const account = accountOf(stanza, server);
  return account ? availableResources(account) : [];
}

/** A bare JID or a full one, of whatever domain. */
export const isToBare = (stanza: XmlElement): boolean => addressOf(stanza)?.resource === '';

/** An account that is there, by its bare JID. */
export const isToAccount: Fits = (stanza, server) => accountOf(stanza, server) !== undefined && isToBare(stanza);

/** An account that has available resources, by its bare JID. */
export const isToOnline: Fits = (stanza, server) =>
  isToAccount(stanza, server) && availableFor(stanza, server).length > 0;

/** An account that has no available resource, by its bare JID. */
export const isToOffline: Fits = (stanza, server) =>
  isToAccount(stanza, server) && availableFor(stanza, server).length === 0;

/** An account all of whose available resources are of negative priority, whatever the resource part. */
export const isToNegative: Fits = (stanza, server) => {
  const account = accountOf(stanza, server);
  return account !== undefined && availableFor(stanza, server).length > 0 && usableResources(account).length === 0;
};

/** A local part of our domain that has no account. */
export const isToNobody: Fits = (stanza, server) => {
  const to = addressOf(stanza);
  return to?.domain === server.domain && to.local !== '' && accountOf(stanza, server) === undefined;
};

/** A connected resource, by its full JID. */
export const isToMatch: Fits = (stanza, server) => matchOf(stanza, server) !== undefined;

/** A full JID of an account that has no such resource. */
export const isToUnmatched: Fits = (stanza, server) =>
  accountOf(stanza, server) !== undefined && !isToBare(stanza) && !isToMatch(stanza, server);

/** The server itself. */
export const isToServer: Fits = (stanza, { domain }) => addressOf(stanza)?.full === domain;

/** A domain that is neither ours nor the remote one. */
export const isToElsewhere: Fits = (stanza, { domain, remote }) => {
  const to = addressOf(stanza)?.domain;
  return to !== undefined && to !== domain && to !== remote?.domain;
};

// The situation in which a subscription stanza or a push is handled.

import type { XmlElement } from '../../../model/xml.ts';
import { interestedResources } from '../../lookup.ts';
import type { ClientContext, RosterItem, ServerState } from '../../server-state.ts';
import { isSubscribe } from '../kit/predicates.ts';
import { recipientBareJid } from '../kit/recipients.ts';

/** Whether a cell of that table of Appendix A is being carried out. */
export const isInTable = (server: ServerState, table: string): boolean => server.cell?.startsWith(`${table}-`) ?? false;

/** A stored request that a resource receives at its login. A new request is delivered while its cell is carried out. */
export const isRequestAtLogin = (stanza: XmlElement, { server }: ClientContext): boolean =>
  isSubscribe(stanza) && server.cell === undefined;

/** The item for the recipient of a client's stanza in the client's roster. */
export const itemOfRecipient = (stanza: XmlElement, { resource }: ClientContext): RosterItem | undefined =>
  resource.account.roster.items.get(recipientBareJid(stanza));

/** Whether the recipient of a client's stanza has sent a request that is not yet answered. */
export const answersRequest = (stanza: XmlElement, { resource }: ClientContext): boolean =>
  resource.account.pendingIn.has(recipientBareJid(stanza));

/** Whether the contact of an item is subscribed to the user's presence. */
export const isOfSubscriber = (item: RosterItem | undefined): boolean =>
  item?.subscription === 'from' || item?.subscription === 'both';

/** Whether the resource is not the first of the interested ones. */
export const isNotFirstInterested = ({ resource }: ClientContext): boolean =>
  interestedResources(resource.account)[0] !== resource;

/** Whether the resource has sent no presence. */
export const isUnavailable = ({ resource }: ClientContext): boolean => resource.presence === undefined;

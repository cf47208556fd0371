// When mutants of chapter 4 depart: what the server is about while a stanza passes.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { accountAt, availableResources, isRemote } from '../../lookup.ts';
import type { Account, ClientContext, Resource, ServerState } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { isPresence, tampered } from '../kit/kit.ts';

/**
 * `again` is presence after unavailable presence of the same stream, `end` the end of a stream; a type with a `to` has
 * its own name, but `directed` is available presence and `taken-back` unavailable presence to somebody.
 */
export type Doing =
  | 'initial'
  | 'again'
  | 'update'
  | 'leaving'
  | 'end'
  | 'directed'
  | 'taken-back'
  | 'probe'
  | 'subscribed'
  | 'unsubscribed'
  | 'other';

/** What began it, until the next stanza comes. */
export interface Occasion {
  readonly doing: Doing;
  /** Full JID of whom it is about; for a probe who probes, as they name themselves. */
  readonly jid: string;
  /** Undefined when they are remote. */
  readonly resource: Resource | undefined;
  /** The stanza; at the end of a stream the last presence that it broadcast, if any. */
  readonly stanza: XmlElement | undefined;
}

/** What the server does otherwise on such an occasion. */
export interface Departure {
  before?(occasion: Occasion): void;
  route?(stanza: XmlElement, server: ServerState, occasion: Occasion): readonly XmlElement[];
  toClient?(stanza: XmlElement, at: ClientContext, occasion: Occasion): readonly XmlElement[];
}

/** A defect that shows on these occasions only. */
export function during(doings: readonly Doing[], { before, route, toClient }: Departure): Fault {
  let now: Occasion | undefined;
  const left = new WeakSet<Resource>();
  const begin = (occasion: Occasion) => {
    now = doings.includes(occasion.doing) ? occasion : undefined;
    if (now) before?.(now);
  };
  return tampered({
    fromClient: (stanza, { resource }) => {
      const doing = doingOf(stanza, { isKnown: resource.presence !== undefined, hasLeft: left.has(resource) });
      if (doing === 'leaving') left.add(resource);
      begin({ doing, jid: resource.jid, resource, stanza });
      return [stanza];
    },
    fromRemote: (stanza, server) => {
      begin({ doing: remoteDoing(stanza, server), jid: stanza.attrs['from'] ?? '', resource: undefined, stanza });
      return [stanza];
    },
    noticesStreamEnd: (resource) => {
      begin({ doing: 'end', jid: resource.jid, resource, stanza: resource.presence });
      return true;
    },
    route: (stanza, server) => (now && route ? route(stanza, server, now) : [stanza]),
    toClient: (stanza, at) => (now && toClient ? toClient(stanza, at, now) : [stanza]),
  });
}

type Become = (stanza: XmlElement, occasion: Occasion) => readonly XmlElement[];

/** A defect at what is put on its way of that presence to those who fit, local or remote. */
export function telling(
  doings: readonly Doing[],
  fits: (to: Told, occasion: Occasion) => boolean,
  become: Become,
): Fault {
  const route: Departure['route'] = (stanza, server, occasion) => {
    const to = isFrom(stanza, occasion) ? toldOf(stanza, server) : undefined;
    return to && fits(to, occasion) ? become(stanza, occasion) : [stanza];
  };
  return during(doings, { route });
}

/** A defect at that presence on its way to local resources that fit. */
export function showing(
  doings: readonly Doing[],
  fits: (receiver: Resource, occasion: Occasion) => boolean,
  become: (stanza: XmlElement, receiver: Resource) => readonly XmlElement[],
): Fault {
  const toClient: Departure['toClient'] = (stanza, { resource }, occasion) =>
    isFrom(stanza, occasion) && fits(resource, occasion) ? become(stanza, resource) : [stanza];
  return during(doings, { toClient });
}

/** Somebody who is told. */
export interface Told {
  readonly server: ServerState;
  readonly bare: string;
  readonly resource: string;
  /** Whose presence it is. */
  readonly account: Account;
  readonly isSubscriber: boolean;
  /** They see each other. */
  readonly isMutual: boolean;
}

/** Whether presence is of whom the occasion is about. */
export const isFrom = ({ name, attrs }: XmlElement, { jid }: Occasion): boolean =>
  name === 'presence' && attrs['from'] === jid;

/** To whom an account sends a stanza; undefined when no account of this server sends it. */
export function toldOf({ attrs }: XmlElement, server: ServerState): Told | undefined {
  const from = parseJid(attrs['from'] ?? '');
  const to = parseJid(attrs['to'] ?? '');
  const account = from && accountAt(server, from);
  if (!account || !to) return undefined;
  const { bare, resource } = to;
  const isMutual = account.roster.items.get(bare)?.subscription === 'both';
  return { server, bare, resource, account, isSubscriber: isSubscriber(account, bare), isMutual };
}

export const isProbe = (stanza: XmlElement): boolean => isPresence(stanza, 'probe');

export const everybody = (): boolean => true;
export const isStranger = ({ isSubscriber }: Told): boolean => !isSubscriber;

/** A remote contact who has not shown any presence, or none since unavailable presence. */
export const isThoughtOffline = ({ server, account, bare }: Told): boolean =>
  isRemote(server, bare) && ![...account.remoteAvailable].some((jid) => parseJid(jid)?.bare === bare);

/** The stanza as if the account had sent it. */
export const fromBareJid = (stanza: XmlElement): readonly XmlElement[] => [
  stamp(stanza, { from: parseJid(stanza.attrs['from'] ?? '')?.bare }),
];

/** The resource that sent it. */
export const isItself = ({ jid }: Resource, occasion: Occasion): boolean => jid === occasion.jid;

/** Another resource of its user. */
export const isAnotherOwn = ({ account, jid }: Resource, occasion: Occasion): boolean =>
  jid !== occasion.jid && occasion.jid.startsWith(`${account.jid}/`);

/** A resource of somebody else. */
export const isSomebodyElse = ({ account }: Resource, occasion: Occasion): boolean =>
  !occasion.jid.startsWith(`${account.jid}/`);

/** A resource whose last presence says that it wants no messages to the account; it is as available as any. */
export const isNegative = (resource: Resource | undefined): boolean => resource !== undefined && resource.priority < 0;

/** The stanza reaches the connected resources of the receiver's account, too, that are not available. */
export function alsoToConnected(stanza: XmlElement, { account }: Resource): readonly XmlElement[] {
  const others = [...account.resources.values()].filter(({ presence }) => presence === undefined);
  for (const other of others) other.send(stanza);
  return [stanza];
}

export const isFirstAvailable = (receiver: Resource): boolean => availableResources(receiver.account)[0] === receiver;

/** The stanza without child elements of that name; without any where there is no name. */
export function without(stanza: XmlElement, name?: string): XmlElement {
  const kept = elements(stanza).filter((found) => name !== undefined && found.name !== name);
  return { ...stanza, children: kept };
}

/** The stanza with these children more. */
export const withMore = (stanza: XmlElement, ...children: readonly XmlElement[]): XmlElement => ({
  ...stanza,
  children: [...stanza.children, ...children],
});

/** A child for presence, such as `<show>dnd</show>`. */
export const inner = (name: string, ...content: readonly (XmlElement | string)[]): XmlElement =>
  element(name, NS.client, {}, content);

function doingOf({ name, attrs }: XmlElement, { isKnown, hasLeft }: { isKnown: boolean; hasLeft: boolean }): Doing {
  const { type, to } = attrs;
  if (name !== 'presence') return 'other';
  if (type === 'probe' || type === 'subscribed' || type === 'unsubscribed') return type;
  if (type === 'unavailable') return to === undefined ? 'leaving' : 'taken-back';
  if (type !== undefined) return 'other';
  if (to !== undefined) return 'directed';
  if (isKnown) return 'update';
  return hasLeft ? 'again' : 'initial';
}

/** What is sent to the bare JID of an account from abroad is what is broadcast there. */
function remoteDoing(stanza: XmlElement, server: ServerState): Doing {
  const { type, to = '', from = '' } = stanza.attrs;
  const address = parseJid(to);
  const account = address && accountAt(server, address);
  const isBroadcast = account?.jid === to && (type === undefined || type === 'unavailable');
  if (!isBroadcast) return doingOf(stanza, { isKnown: false, hasLeft: false });
  if (type === 'unavailable') return 'leaving';
  return account.remoteAvailable.has(from) ? 'update' : 'initial';
}

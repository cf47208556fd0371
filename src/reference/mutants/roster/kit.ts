// What mutants of the roster rules are written with, besides kit.ts: requests for a roster, and all that one brings about.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { child, element, elements, NS, text } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { ClientContext, RosterItem } from '../../server-state.ts';
import { type ErrorCondition, errorOf, resultOf, stamp } from '../../stanza.ts';
import { type Become, isIq, lost, type Test, tampered, withItems } from '../kit/kit.ts';

const SUBSCRIPTIONS = ['none', 'to', 'from', 'both'] as const;

export const isGet = (stanza: XmlElement): boolean => isIq(stanza, 'get', NS.roster);
export const isSet = (stanza: XmlElement): boolean => isIq(stanza, 'set', NS.roster);
export const isResult = (stanza: XmlElement): boolean => isIq(stanza, 'result');
export const isError = (stanza: XmlElement): boolean => isIq(stanza, 'error');

/** The items of a get, set, push or result. */
export function itemsOf(stanza: XmlElement): readonly XmlElement[] {
  return elements(stanza).flatMap(elements);
}

/** Bare JID of the item that a set is about; empty where there is none. */
export const jidOf = (set: XmlElement): string => parseJid(itemsOf(set)[0]?.attrs['jid'] ?? '')?.full ?? '';

/** Groups of an item, as they stand. */
export const groupsOf = (item: XmlElement): readonly string[] =>
  elements(item)
    .filter(({ name }) => name === 'group')
    .map(text);

/** The item in these groups. */
export function inGroups(item: XmlElement, groups: readonly string[]): XmlElement {
  return { ...item, children: groups.map((group) => element('group', NS.roster, {}, [group])) };
}

/** What the sender's roster says, so far, of the item that a set is about. */
export const storedItem = (set: XmlElement, { resource }: ClientContext): RosterItem | undefined =>
  resource.account.roster.items.get(jidOf(set));

/** A get of an account that has no roster. */
export const isGetOfNone: Test<ClientContext> = (stanza, { resource }) =>
  isGet(stanza) && resource.account.kind === 'rosterless';

/** What a set asks for, as long as the roster is as it was before. */
export const isRemoval = (stanza: XmlElement): boolean =>
  isSet(stanza) && itemsOf(stanza)[0]?.attrs['subscription'] === 'remove';
export const isUpdate: Test<ClientContext> = (stanza, at) =>
  isSet(stanza) && !isRemoval(stanza) && storedItem(stanza, at) !== undefined;
export const isAddition: Test<ClientContext> = (stanza, at) =>
  isSet(stanza) && !isRemoval(stanza) && storedItem(stanza, at) === undefined;

/** A push that tells of a removal. */
export const isRemovalPush = (push: XmlElement): boolean => itemsOf(push)[0]?.attrs['subscription'] === 'remove';

/** A stanza to a client, and the request that brought it about. */
export interface Sequel extends ClientContext {
  readonly request: XmlElement;
  /** Who sent the request. */
  readonly sender: ClientContext['resource'];
  /** The stored item, as it was before. */
  readonly before: RosterItem | undefined;
}

/** A defect at what a request brings about: all of that goes out before another stanza of a client is read. */
export function following(requested: Test<ClientContext>, fits: Test<Sequel>, become: Become<Sequel>): Fault {
  let cause: Omit<Sequel, keyof ClientContext> | undefined;
  return tampered({
    fromClient: (request, at) => {
      const isMeant = requested(request, at);
      cause = isMeant ? { request, sender: at.resource, before: storedItem(request, at) } : undefined;
      return [request];
    },
    toClient: (stanza, at) => {
      const sequel = cause && { ...at, ...cause };
      return sequel && fits(stanza, sequel) ? become(stanza, sequel) : [stanza];
    },
  });
}

/** The answer to the request itself. */
export const isAnswer: Test<Sequel> = (stanza, { resource, sender, request }) =>
  (isResult(stanza) || isError(stanza)) && resource === sender && stanza.attrs['id'] === request.attrs['id'];

/** A defect at the answer to a request: none comes. */
export const unanswered = (requested: Test<ClientContext>): Fault => following(requested, isAnswer, lost);

/** A defect at the answer to a request: every resource of the account gets it. */
export const answeredToAll = (requested: Test<ClientContext>): Fault =>
  following(requested, isAnswer, (answer, { resource }) => {
    const others = [...resource.account.resources.values()].filter((other) => other !== resource);
    for (const other of others) other.send(stamp(answer, { to: other.jid }));
    return [answer];
  });

/** A defect at the stored roster: when the request has been answered, it is changed behind everybody's back. */
export function afterwards(requested: Test<ClientContext>, change: (sequel: Sequel) => void): Fault {
  return following(requested, isAnswer, (answer, sequel) => {
    change(sequel);
    return [answer];
  });
}

/** The item is again as it was before the request. */
export function restored({ request, before, sender }: Sequel): void {
  const { items } = sender.account.roster;
  if (before) items.set(before.jid, before);
  else items.delete(jidOf(request));
}

/** The answer is an error of that condition. */
export const refusedAs =
  (condition: ErrorCondition) =>
  (answer: XmlElement): readonly XmlElement[] => {
    const { from, to } = answer.attrs;
    return [errorOf(stamp(answer, { from: to, to: from }), condition)];
  };

/** The answer is a result that says nothing. */
export const taken = (answer: XmlElement): readonly XmlElement[] => [
  { ...stamp(answer, { type: 'result' }), children: [] },
];

/** The request is refused by an error of that condition, and not handled. */
export const refused =
  (condition: ErrorCondition): Become<ClientContext> =>
  (request, { resource }) => {
    resource.send(errorOf(request, condition));
    return lost();
  };

/** Whatever the set holds is stored as it stands. */
export const storedAsItIs: Become<ClientContext> = (set, { server, resource }) => {
  for (const item of itemsOf(set)) {
    const jid = parseJid(item.attrs['jid'] ?? '')?.full ?? '';
    const stored = resource.account.roster.items.get(jid) ?? blankItem(jid);
    storeItem(server, resource.account, { ...stored, name: item.attrs['name'] ?? '', groups: groupsOf(item) });
  }
  resource.send(resultOf(set));
  return lost();
};

/** Sets, pushes and results come with other items. */
export const edited =
  (change: (item: XmlElement) => XmlElement) =>
  (stanza: XmlElement): readonly XmlElement[] => [withItems(stanza, (item) => [change(item)])];

/** The stored item is changed before the set is handled, as if it had always been so. */
export const storedBefore =
  (changes: (item: XmlElement) => Partial<RosterItem>): Become<ClientContext> =>
  (set, at) => {
    const [item] = itemsOf(set);
    const jid = jidOf(set);
    const stored = storedItem(set, at) ?? blankItem(jid);
    if (item) at.resource.account.roster.items.set(jid, { ...stored, ...changes(item) });
    return [set];
  };

/** A push or result with that version, or none. */
export function withVersion(stanza: XmlElement, ver: string | undefined): XmlElement {
  return { ...stanza, children: elements(stanza).map((query) => stamp(query, { ver })) };
}

/** The version that a get, set, push or result names. */
export const versionOf = (stanza: XmlElement): string | undefined => child(stanza, 'query', NS.roster)?.attrs['ver'];

/** The subscription that an item of a set claims, where it is one. */
export function claimed({ attrs }: XmlElement): Partial<RosterItem> {
  const subscription = SUBSCRIPTIONS.find((value) => value === attrs['subscription']);
  return subscription === undefined ? {} : { subscription };
}

/** Whether a request names a version, an empty one included. */
export const hasVersion =
  (requested: (stanza: XmlElement) => boolean) =>
  (stanza: XmlElement): boolean =>
    requested(stanza) && versionOf(stanza) !== undefined;

export const withoutVersion = (stanza: XmlElement): readonly XmlElement[] => [withVersion(stanza, undefined)];

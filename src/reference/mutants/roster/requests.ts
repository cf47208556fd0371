// Roster gets and sets, and the items and versions in roster stanzas.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { child, element, elements, NS, text } from '../../../stanza/xml.ts';
import type { ClientContext, RosterItem } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import type { Predicate } from '../kit/hooks.ts';
import { isIq } from '../kit/predicates.ts';
import { mapItems } from '../kit/rewrites.ts';

const SUBSCRIPTIONS = ['none', 'to', 'from', 'both'] as const;

export const isGet = (stanza: XmlElement): boolean => isIq(stanza, 'get', NS.roster);
export const isSet = (stanza: XmlElement): boolean => isIq(stanza, 'set', NS.roster);
export const isResult = (stanza: XmlElement): boolean => isIq(stanza, 'result');
export const isError = (stanza: XmlElement): boolean => isIq(stanza, 'error');

/** The items of a get, set, push or result. */
export function itemsOf(stanza: XmlElement): readonly XmlElement[] {
  return elements(stanza).flatMap(elements);
}

/** The JID of the first item of a set; empty when there is none. */
export const jidOf = (set: XmlElement): string => parseJid(itemsOf(set)[0]?.attrs['jid'] ?? '')?.full ?? '';

/** The groups of an item, unchanged. */
export const groupsOf = (item: XmlElement): readonly string[] =>
  elements(item)
    .filter(({ name }) => name === 'group')
    .map(text);

/** The item with other groups. */
export function withGroups(item: XmlElement, groups: readonly string[]): XmlElement {
  return { ...item, children: groups.map((group) => element('group', NS.roster, {}, [group])) };
}

/** The stored item that a set is about, before the set is handled. */
export const storedItem = (set: XmlElement, { resource }: ClientContext): RosterItem | undefined =>
  resource.account.roster.items.get(jidOf(set));

/** A get from an account that has no roster. */
export const isGetWithoutRoster: Predicate<ClientContext> = (stanza, { resource }) =>
  isGet(stanza) && resource.account.kind === 'rosterless';

/** What a set asks for, judged by the roster before the set is handled. */
export const isRemoval = (stanza: XmlElement): boolean =>
  isSet(stanza) && itemsOf(stanza)[0]?.attrs['subscription'] === 'remove';
export const isUpdate: Predicate<ClientContext> = (stanza, context) =>
  isSet(stanza) && !isRemoval(stanza) && storedItem(stanza, context) !== undefined;
export const isAddition: Predicate<ClientContext> = (stanza, context) =>
  isSet(stanza) && !isRemoval(stanza) && storedItem(stanza, context) === undefined;

/** Whether a push announces a removal. */
export const isRemovalPush = (push: XmlElement): boolean => itemsOf(push)[0]?.attrs['subscription'] === 'remove';

/** Changes each item of a set, push or result. */
export const editItems =
  (change: (item: XmlElement) => XmlElement) =>
  (stanza: XmlElement): readonly XmlElement[] => [mapItems(stanza, (item) => [change(item)])];

/** The subscription that an item of a set claims, if it is a valid state. */
export function claimedSubscription({ attrs }: XmlElement): Partial<RosterItem> {
  const subscription = SUBSCRIPTIONS.find((value) => value === attrs['subscription']);
  return subscription === undefined ? {} : { subscription };
}

/** The version in a get, set, push or result. */
export const versionOf = (stanza: XmlElement): string | undefined => child(stanza, 'query', NS.roster)?.attrs['ver'];

/** The push or result with another version, or without one. */
export function withVersion(stanza: XmlElement, ver: string | undefined): XmlElement {
  return { ...stanza, children: elements(stanza).map((query) => stamp(query, { ver })) };
}

export const withoutVersion = (stanza: XmlElement): readonly XmlElement[] => [withVersion(stanza, undefined)];

/** Whether a request contains a version, which may be empty. */
export const hasVersion =
  (isRequest: (stanza: XmlElement) => boolean) =>
  (stanza: XmlElement): boolean =>
    isRequest(stanza) && versionOf(stanza) !== undefined;

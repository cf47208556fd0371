// Roster gets and sets, their items and versions, and faults in how the server handles them: its answer, its pushes, what it stores.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { child, element, elements, NS, text } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { ClientContext, RosterItem } from '../../server-state.ts';
import { type ErrorCondition, errorOf, resultOf, stamp } from '../../stanza.ts';
import { type Predicate, type Rewrite, withHooks } from '../kit/mutant.ts';
import { drop, isIq, mapItems } from '../kit/rewrites.ts';

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

/** A stanza to a client, and the request that caused it. */
export interface Consequence extends ClientContext {
  readonly request: XmlElement;
  /** The resource that sent the request. */
  readonly sender: ClientContext['resource'];
  /** The stored item before the request. */
  readonly before: RosterItem | undefined;
}

/** A fault in the stanzas that a request causes: all of them are sent before the next stanza of any client is read. */
export function onConsequence(
  isRequest: Predicate<ClientContext>,
  matches: Predicate<Consequence>,
  rewrite: Rewrite<Consequence>,
): Fault {
  let cause: Omit<Consequence, keyof ClientContext> | undefined;
  return withHooks({
    fromClient: (request, context) => {
      const isCause = isRequest(request, context);
      cause = isCause ? { request, sender: context.resource, before: storedItem(request, context) } : undefined;
      return [request];
    },
    toClient: (stanza, context) => {
      const consequence = cause && { ...context, ...cause };
      return consequence && matches(stanza, consequence) ? rewrite(stanza, consequence) : [stanza];
    },
  });
}

/** Whether a stanza is the answer to the request. */
export const isAnswer: Predicate<Consequence> = (stanza, { resource, sender, request }) =>
  (isResult(stanza) || isError(stanza)) && resource === sender && stanza.attrs['id'] === request.attrs['id'];

/** A fault: the request is not answered. */
export const dropAnswer = (isRequest: Predicate<ClientContext>): Fault => onConsequence(isRequest, isAnswer, drop);

/** A fault: every resource of the account receives the answer. */
export const answerAllResources = (isRequest: Predicate<ClientContext>): Fault =>
  onConsequence(isRequest, isAnswer, (answer, { resource }) => {
    const others = [...resource.account.resources.values()].filter((other) => other !== resource);
    for (const other of others) other.send(stamp(answer, { to: other.jid }));
    return [answer];
  });

/** A fault in the stored roster: it is changed without a push once the request has been answered. */
export function afterAnswer(isRequest: Predicate<ClientContext>, change: (consequence: Consequence) => void): Fault {
  return onConsequence(isRequest, isAnswer, (answer, consequence) => {
    change(consequence);
    return [answer];
  });
}

/** Restores the item as it was before the request. */
export function restoreItem({ request, before, sender }: Consequence): void {
  const { items } = sender.account.roster;
  if (before) items.set(before.jid, before);
  else items.delete(jidOf(request));
}

/** Replaces the answer by an error. */
export const answerWithError =
  (condition: ErrorCondition) =>
  (answer: XmlElement): readonly XmlElement[] => {
    const { from, to } = answer.attrs;
    return [errorOf(stamp(answer, { from: to, to: from }), condition)];
  };

/** Replaces the answer by an empty result. */
export const answerWithResult = (answer: XmlElement): readonly XmlElement[] => [
  { ...stamp(answer, { type: 'result' }), children: [] },
];

/** Refuses the request with an error instead of handling it. */
export const refuseWith =
  (condition: ErrorCondition): Rewrite<ClientContext> =>
  (request, { resource }) => {
    resource.send(errorOf(request, condition));
    return drop();
  };

/** Stores the items of a set without checking them. */
export const storeUnchecked: Rewrite<ClientContext> = (set, { server, resource }) => {
  for (const item of itemsOf(set)) {
    const jid = parseJid(item.attrs['jid'] ?? '')?.full ?? '';
    const stored = resource.account.roster.items.get(jid) ?? blankItem(jid);
    storeItem(server, resource.account, { ...stored, name: item.attrs['name'] ?? '', groups: groupsOf(item) });
  }
  resource.send(resultOf(set));
  return drop();
};

/** Changes the stored item without a push before the set is handled. */
export const presetItem =
  (changes: (item: XmlElement) => Partial<RosterItem>): Rewrite<ClientContext> =>
  (set, context) => {
    const [item] = itemsOf(set);
    const jid = jidOf(set);
    const stored = storedItem(set, context) ?? blankItem(jid);
    if (item) context.resource.account.roster.items.set(jid, { ...stored, ...changes(item) });
    return [set];
  };

// Faults in how the server handles a roster request: its answer, its pushes, and the stored item.

import type { XmlElement } from '../../../model/xml.ts';
import { parseJid } from '../../../stanza/jid.ts';
import type { Fault } from '../../fault.ts';
import { blankItem, storeItem } from '../../roster.ts';
import type { ClientContext, RosterItem } from '../../server-state.ts';
import { type ErrorCondition, errorOf, resultOf, stamp } from '../../stanza.ts';
import { type Predicate, type Rewrite, withHooks } from '../kit/hooks.ts';
import { drop } from '../kit/rewrites.ts';
import { groupsOf, isError, isResult, itemsOf, jidOf, storedItem } from './requests.ts';

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

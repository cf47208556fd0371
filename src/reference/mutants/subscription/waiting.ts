// RFC 6121 3.1.3: a request waits for an answer.

import type { XmlElement } from '../../../model/xml.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import type { Fault } from '../../fault.ts';
import { availableResources } from '../../lookup.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { breaks, doubled, isPresence, lost, onTheWay, tampered, toClient } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { isShownAtLogin, isSubscribe, receiverOf, senderOf } from '../kit/subscription.ts';

export const subscriptionWaitingMutants: readonly Mutant[] = [
  breaks('3.1.3-k', {
    word: 'kept-bare',
    title: 'It keeps a request without its content.',
    fault: () => onTheWay(isForNobodyThere, (stanza) => [{ ...stanza, children: [] }]),
  }),
  breaks('3.1.3-k', {
    word: 'kept-without-extensions',
    title: 'It keeps a request without its extensions.',
    fault: () => onTheWay(isForNobodyThere, withoutExtensions),
  }),
  breaks('3.1.3-l', {
    word: 'not-kept',
    title: 'It loses requests that come while nobody is there.',
    fault: () => onTheWay(isForNobodyThere, lost),
  }),
  breaks('3.1.3-l', {
    word: 'non-negative-only',
    title: 'It hands no request over to a resource of negative priority.',
    fault: () => toClient((stanza, at) => isShownAtLogin(stanza, at) && at.resource.priority < 0, lost),
  }),
  breaks('3.1.3-l', {
    word: 'interested-only',
    title: 'It hands requests over to interested resources only.',
    fault: () => toClient((stanza, at) => isShownAtLogin(stanza, at) && !at.resource.interested, lost),
  }),
  breaks('3.1.3-m', {
    word: 'shown-once',
    title: 'It forgets a request that it has shown.',
    fault: shownOnce,
  }),
  breaks('3.1.3-m', {
    word: 'shown-to-the-first-only',
    title: 'It shows requests only to a resource that finds no other there.',
    fault: () => toClient((stanza, at) => isShownAtLogin(stanza, at) && hasCompany(at), lost),
  }),
  breaks('3.1.3-m', {
    word: 'shown-for-ever',
    title: 'It goes on showing a request that has been answered.',
    fault: shownForEver,
  }),
  breaks('3.1.3-n', {
    word: 'shown-twice',
    title: 'It hands a request over twice.',
    fault: () => toClient(isShownAtLogin, doubled),
  }),
  breaks('3.1.3-o', {
    word: 'others-shown-later',
    title: 'It keeps all requests of a user and shows another one at each login.',
    fault: () => keepingAll((all, login) => all.slice(login % all.length).slice(0, 1)),
  }),
  breaks('3.1.3-p', {
    word: 'all-delivered',
    title: 'It delivers each of the requests that a user repeated.',
    fault: () => keepingAll((all) => all),
  }),
  breaks('3.1.3-p', {
    word: 'none-delivered',
    title: 'It forgets a request that is repeated while nobody is there.',
    fault: withdrawnWhenRepeated,
  }),
];

/** Whether it is a request that has to be kept. */
function isForNobodyThere(stanza: XmlElement, server: ServerState): boolean {
  const account = receiverOf(stanza, server);
  return isSubscribe(stanza) && account !== undefined && availableResources(account).length === 0;
}

const hasCompany = ({ resource }: ClientContext): boolean =>
  availableResources(resource.account).some((other) => other !== resource);

function withoutExtensions(stanza: XmlElement): readonly XmlElement[] {
  return [{ ...stanza, children: elements(stanza).filter(({ ns }) => ns === NS.client) }];
}

function shownOnce(): Fault {
  const shown = new WeakSet<XmlElement>();
  const toClient = (stanza: XmlElement, at: ClientContext) => {
    const isOld = isShownAtLogin(stanza, at) && shown.has(stanza);
    shown.add(stanza);
    return isOld ? [] : [stanza];
  };
  return tampered({ toClient });
}

function shownForEver(): Fault {
  const shown = new Map<string, XmlElement>();
  const toClient = (stanza: XmlElement, { resource: { account } }: ClientContext) => {
    if (isSubscribe(stanza)) shown.set(`${account.jid} ${senderOf(stanza)}`, stanza);
    return [stanza];
  };
  const fromClient = (stanza: XmlElement, { resource }: ClientContext) => {
    const isLogin = isPresence(stanza, 'available') && resource.presence === undefined;
    const { jid, pendingIn } = resource.account;
    const old = [...shown].filter(([key]) => isLogin && key.startsWith(`${jid} `)).map(([, request]) => request);
    for (const request of old) if (!pendingIn.has(senderOf(request))) resource.send(request);
    return [stanza];
  };
  return tampered({ fromClient, toClient });
}

function withdrawnWhenRepeated(): Fault {
  const senders = new Set<string>();
  return onTheWay(isForNobodyThere, (request, server) => {
    const sender = senderOf(request);
    if (!senders.has(sender)) return senders.add(sender) && [request];
    receiverOf(request, server)?.pendingIn.delete(sender);
    return [];
  });
}

/** A defect at what is kept: every request that comes while nobody is there; `choose` says which are shown at a login. */
function keepingAll(choose: (all: readonly XmlElement[], login: number) => readonly XmlElement[]): Fault {
  const kept = new Map<string, { readonly all: XmlElement[]; logins: number }>();
  const route = (stanza: XmlElement, server: ServerState) => {
    if (!isForNobodyThere(stanza, server)) return [stanza];
    const key = `${receiverOf(stanza, server)?.jid} ${senderOf(stanza)}`;
    const { all } = kept.get(key) ?? { all: [] };
    kept.set(key, { all: [...all, stanza], logins: 0 });
    return [stanza];
  };
  const toClient = (stanza: XmlElement, at: ClientContext) => {
    const entry = kept.get(`${at.resource.account.jid} ${senderOf(stanza)}`);
    return entry && isShownAtLogin(stanza, at) ? choose(entry.all, entry.logins++) : [stanza];
  };
  return tampered({ route, toClient });
}

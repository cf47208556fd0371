// RFC 6121 3.1.3: requests that are stored until they are answered.

import type { XmlElement } from '../../../model/xml.ts';
import { elements, NS } from '../../../stanza/xml.ts';
import { availableResources, isRemote } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, ServerState } from '../../server-state.ts';
import { breaks, type Mutant, onRoute, toClient, withHooks } from '../kit/mutant.ts';
import { recipientAccount, senderBareJid } from '../kit/recipients.ts';
import { drop, duplicate, isPresence, isProbe, isSubscribe } from '../kit/rewrites.ts';
import { isRequestAtLogin } from './subscription-stanzas.ts';

export const pendingRequestMutants: readonly Mutant[] = [
  breaks('3.1.3-k/kept-bare', 'It stores a request without its children.', () =>
    onRoute(isRequestToOffline, (stanza) => [{ ...stanza, children: [] }]),
  ),
  breaks('3.1.3-k/kept-without-extensions', 'It stores a request without its extensions.', () =>
    onRoute(isRequestToOffline, removeExtensions),
  ),
  breaks('3.1.3-l/not-kept', 'It loses requests to an offline user.', () => onRoute(isRequestToOffline, drop)),
  breaks('3.1.3-l/non-negative-only', 'It does not deliver stored requests to resources with negative priority.', () =>
    toClient((stanza, context) => isRequestAtLogin(stanza, context) && context.resource.priority < 0, drop),
  ),
  breaks('3.1.3-l/interested-only', 'It delivers stored requests to interested resources only.', () =>
    toClient((stanza, context) => isRequestAtLogin(stanza, context) && !context.resource.interested, drop),
  ),
  breaks('3.1.3-m/shown-once', 'It delivers a stored request once only.', showOnce),
  breaks('3.1.3-m/shown-to-the-first-only', 'It delivers stored requests only to the first available resource.', () =>
    toClient((stanza, context) => isRequestAtLogin(stanza, context) && hasOtherAvailable(context), drop),
  ),
  breaks('3.1.3-m/shown-for-ever', 'It delivers a stored request that has been answered.', showForever),
  breaks(
    '3.1.3-m/deleted-by-probe',
    'It deletes a stored request when its local sender probes.',
    () => onRoute((stanza, server) => isProbe(stanza) && !isFromRemote(stanza, server), forgetRequest),
    { nearest: ['rfc6121/4.3.2/request-kept'] },
  ),
  breaks(
    '3.1.3-m/deleted-by-remote-probe',
    'It deletes a stored request when its remote sender probes.',
    () => onRoute((stanza, server) => isProbe(stanza) && isFromRemote(stanza, server), forgetRequest),
    { nearest: ['rfc6121/4.3.2/request-kept'] },
  ),
  breaks(
    '3.1.3-m/lost-by-probe',
    'It deletes a stored request when its sender probes, and does not answer the probe.',
    () => onRoute(isProbe, (stanza, server) => (hasRequest(stanza, server) ? loseRequest(stanza, server) : [stanza])),
    { nearest: ['rfc6121/4.3.2/request-kept'] },
  ),
  breaks('3.1.3-n/shown-twice', 'It delivers a stored request twice.', () => toClient(isRequestAtLogin, duplicate)),
  breaks('3.1.3-o/others-shown-later', 'It stores repeated requests and delivers a different one at each login.', () =>
    keepAllRequests((all, login) => all.slice(login % all.length).slice(0, 1)),
  ),
  breaks('3.1.3-p/all-delivered', 'It stores and delivers all repeated requests.', () => keepAllRequests((all) => all)),
  breaks('3.1.3-p/none-delivered', 'It deletes a stored request when it is repeated.', forgetRepeated),
];

/** Whether a stanza is a request to an account without available resources. */
function isRequestToOffline(stanza: XmlElement, server: ServerState): boolean {
  const account = recipientAccount(stanza, server);
  return isSubscribe(stanza) && account !== undefined && availableResources(account).length === 0;
}

const isFromRemote = ({ attrs }: XmlElement, server: ServerState): boolean => isRemote(server, attrs['from'] ?? '');

function forgetRequest(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  recipientAccount(stanza, server)?.pendingIn.delete(senderBareJid(stanza));
  return [stanza];
}

const hasRequest = (stanza: XmlElement, server: ServerState): boolean =>
  recipientAccount(stanza, server)?.pendingIn.has(senderBareJid(stanza)) === true;

function loseRequest(stanza: XmlElement, server: ServerState): readonly XmlElement[] {
  forgetRequest(stanza, server);
  return [];
}

const hasOtherAvailable = ({ resource }: ClientContext): boolean =>
  availableResources(resource.account).some((other) => other !== resource);

function removeExtensions(stanza: XmlElement): readonly XmlElement[] {
  return [{ ...stanza, children: elements(stanza).filter(({ ns }) => ns === NS.client) }];
}

function showOnce(): Fault {
  const shown = new WeakSet<XmlElement>();
  const toClient = (stanza: XmlElement, context: ClientContext) => {
    const isOld = isRequestAtLogin(stanza, context) && shown.has(stanza);
    shown.add(stanza);
    return isOld ? [] : [stanza];
  };
  return withHooks({ toClient });
}

function showForever(): Fault {
  const shown = new Map<string, XmlElement>();
  const toClient = (stanza: XmlElement, { resource: { account } }: ClientContext) => {
    if (isSubscribe(stanza)) shown.set(`${account.jid} ${senderBareJid(stanza)}`, stanza);
    return [stanza];
  };
  const fromClient = (stanza: XmlElement, { resource }: ClientContext) => {
    const isLogin = isPresence(stanza, 'available') && resource.presence === undefined;
    const { jid, pendingIn } = resource.account;
    const old = [...shown].filter(([key]) => isLogin && key.startsWith(`${jid} `)).map(([, request]) => request);
    for (const request of old) if (!pendingIn.has(senderBareJid(request))) resource.send(request);
    return [stanza];
  };
  return withHooks({ fromClient, toClient });
}

function forgetRepeated(): Fault {
  const senders = new Set<string>();
  return onRoute(isRequestToOffline, (request, server) => {
    const sender = senderBareJid(request);
    if (!senders.has(sender)) return senders.add(sender) && [request];
    recipientAccount(request, server)?.pendingIn.delete(sender);
    return [];
  });
}

/** A fault: all requests to an offline user are stored. `choose` returns those to deliver at a login, which counts from 0. */
function keepAllRequests(choose: (all: readonly XmlElement[], login: number) => readonly XmlElement[]): Fault {
  const kept = new Map<string, { readonly all: XmlElement[]; logins: number }>();
  const route = (stanza: XmlElement, server: ServerState) => {
    if (!isRequestToOffline(stanza, server)) return [stanza];
    const key = `${recipientAccount(stanza, server)?.jid} ${senderBareJid(stanza)}`;
    const { all } = kept.get(key) ?? { all: [] };
    kept.set(key, { all: [...all, stanza], logins: 0 });
    return [stanza];
  };
  const toClient = (stanza: XmlElement, context: ClientContext) => {
    const entry = kept.get(`${context.resource.account.jid} ${senderBareJid(stanza)}`);
    return entry && isRequestAtLogin(stanza, context) ? choose(entry.all, entry.logins++) : [stanza];
  };
  return withHooks({ route, toClient });
}

// RFC 6120 8.2.3 and RFC 6121 8: IQs that the server answers, for itself or for an account.

import type { XmlElement } from '../model/xml.ts';
import type { Jid } from '../stanza/jid.ts';
import { parseJid } from '../stanza/jid.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import { runCommand } from './admin.ts';
import { isSubscriber } from './availability.ts';
import { accountAt } from './lookup.ts';
import { changeRegistration, showRegistration } from './register.ts';
import { getRoster, setRoster } from './roster-iq.ts';
import { route } from './route.ts';
import type { Account, Resource, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { errorOf, isRequest, resultOf } from './stanza.ts';

interface Service {
  readonly type: 'get' | 'set';
  readonly name: string;
  readonly ns: string;
  /** Whether the IQ is for the account (no `to`, or its own bare JID), for the server, or may be for either. */
  readonly at: 'account' | 'server' | 'either';
  /** Answers, or returns the condition of an error. */
  serve(server: ServerState, resource: Resource, iq: XmlElement): ErrorCondition | undefined;
}

/** A service that needs no account. */
interface PublicService extends Service {
  serve(server: ServerState, sender: Pick<Resource, 'send'>, iq: XmlElement): ErrorCondition | undefined;
}

/** What the server does for everybody, wherever they come from. */
const PUBLIC_SERVICES: readonly PublicService[] = [
  { type: 'get', name: 'query', ns: NS.version, at: 'either', serve: tellVersion },
  { type: 'get', name: 'query', ns: NS.discoInfo, at: 'server', serve: tellFeatures },
  { type: 'get', name: 'ping', ns: NS.ping, at: 'either', serve: acknowledge },
];

/** What the server tells in the name of an account to those who may see its presence. */
const ACCOUNT_SERVICES: readonly PublicService[] = [
  { type: 'get', name: 'query', ns: NS.discoInfo, at: 'account', serve: tellAccount },
];

/** What the server can do; everything else is `<service-unavailable/>`. */
const SERVICES: readonly Service[] = [
  { type: 'get', name: 'query', ns: NS.roster, at: 'account', serve: getRoster },
  { type: 'set', name: 'query', ns: NS.roster, at: 'account', serve: setRoster },
  { type: 'get', name: 'query', ns: NS.register, at: 'either', serve: showRegistration },
  { type: 'set', name: 'query', ns: NS.register, at: 'either', serve: changeRegistration },
  { type: 'set', name: 'command', ns: NS.commands, at: 'server', serve: runCommand },
  { type: 'set', name: 'session', ns: NS.session, at: 'either', serve: acknowledge },
  ...PUBLIC_SERVICES,
  ...ACCOUNT_SERVICES,
];

/** An IQ from a client. `iq` carries the full JID as `from`; `to` is undefined where there is none. */
export function handleClientIq(server: ServerState, resource: Resource, iq: XmlElement, to: Jid | undefined) {
  const isForServer = to?.full === server.domain;
  const isForAccount = to === undefined || to.full === resource.account.jid;
  const refusal = isSound(iq) ? undefined : 'bad-request';
  if (refusal) return resource.send(errorOf(iq, refusal));
  if (!isForServer && !isForAccount) return route(server, iq, resource);
  if (!isRequest(iq)) return;
  const service = findService(SERVICES, iq, isForServer ? 'server' : 'account');
  const condition = service ? service.serve(server, resource, iq) : 'service-unavailable';
  if (condition) resource.send(errorOf(iq, condition));
}

/** Answers an IQ, or delivers it to the resource of its `to`. Returns the condition of the error that its sender must get. */
export function handleInboundIq(server: ServerState, iq: XmlElement, to: Jid): ErrorCondition | undefined {
  if (!isSound(iq)) return 'bad-request';
  if (to.full === server.domain) return serveOther(server, iq, findService(PUBLIC_SERVICES, iq, 'server'));
  const account = accountAt(server, to);
  if (account && to.resource === '') return serveOnBehalf(server, account, iq);
  const match = account?.resources.get(to.resource);
  if (!match || (isRequest(iq) && !sharesPresence(match, iq.attrs['from'] ?? ''))) return 'service-unavailable';
  match.send(iq);
  return undefined;
}

/**
 * What is asked of the bare JID never reaches a resource, and the answer does not show whether there is one
 * (RFC 6121 8.5.2.1.3, 8.5.2.2.3). A stranger cannot even tell that there is an account (XEP-0030 8), but for its roster.
 */
function serveOnBehalf(server: ServerState, account: Account, iq: XmlElement): ErrorCondition | undefined {
  if (isAboutRoster(iq)) return 'forbidden';
  const isTrusted = isSubscriber(account, parseJid(iq.attrs['from'] ?? '')?.bare ?? '');
  return isTrusted ? serveOther(server, iq, findService(ACCOUNT_SERVICES, iq, 'account')) : 'service-unavailable';
}

/** A request of somebody who is not asking for their own account. */
function serveOther(
  server: ServerState,
  iq: XmlElement,
  service: PublicService | undefined,
): ErrorCondition | undefined {
  return service ? service.serve(server, { send: (answer) => route(server, answer) }, iq) : 'service-unavailable';
}

/** A request has an id and exactly one child (RFC 6120 8.2.3). */
function isSound(iq: XmlElement): boolean {
  const { type, id } = iq.attrs;
  if (type === 'result' || type === 'error') return true;
  return isRequest(iq) && id !== undefined && id !== '' && elements(iq).length === 1;
}

function findService<S extends Service>(
  services: readonly S[],
  iq: XmlElement,
  at: 'account' | 'server',
): S | undefined {
  const [payload] = elements(iq);
  return services.find(
    (service) =>
      service.type === iq.attrs['type'] &&
      service.name === payload?.name &&
      service.ns === payload.ns &&
      (service.at === 'either' || service.at === at),
  );
}

/** Nobody but its owner may read or change a roster (RFC 6121 2.1.5, 2.3.3). */
function isAboutRoster(iq: XmlElement): boolean {
  return isRequest(iq) && elements(iq)[0]?.ns === NS.roster;
}

/** A request from somebody who may not know of the resource must not reach it (RFC 6121 8.5.3.1). */
function sharesPresence({ account, directed }: Resource, from: string): boolean {
  const sender = parseJid(from);
  if (!sender) return false;
  return isSubscriber(account, sender.bare) || directed.has(sender.full) || directed.has(sender.bare);
}

function acknowledge(_world: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  send(resultOf(iq));
}

function tellVersion(server: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  const name = element('name', NS.version, {}, ['xmppspec reference']);
  send(resultOf(iq, [element('query', NS.version, {}, [name, element('version', NS.version, {}, [server.version])])]));
}

function tellFeatures(_world: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  const offered = SERVICES.filter((service) => service.at !== 'account' && service.ns !== NS.session);
  const features = [...new Set(offered.map((service) => service.ns))].map((ns) =>
    element('feature', NS.discoInfo, { var: ns }),
  );
  const identity = element('identity', NS.discoInfo, { category: 'server', type: 'im', name: 'xmppspec reference' });
  send(resultOf(iq, [element('query', NS.discoInfo, {}, [identity, ...features])]));
}

/** XEP-0030 8: that there is such an account. */
function tellAccount(_world: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  const identity = element('identity', NS.discoInfo, { category: 'account', type: 'registered' });
  const feature = element('feature', NS.discoInfo, { var: NS.discoInfo });
  send(resultOf(iq, [element('query', NS.discoInfo, {}, [identity, feature])]));
}

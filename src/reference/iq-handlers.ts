// RFC 6120 8.2.3 and RFC 6121 8: IQs that the server answers for itself or for an account, and their delivery.

import type { XmlElement } from '../model/xml.ts';
import { type Jid, parseJid } from '../stanza/jid.ts';
import { element, elements, NS } from '../stanza/xml.ts';
import { accountAt, isSubscriber, route } from './availability.ts';
import { changeRegistration, runCommand, showRegistration } from './registration.ts';
import { getRoster, setRoster } from './roster-iq.ts';
import type { Account, ClientStanza, Resource, ServerState } from './server-state.ts';
import { type ErrorCondition, errorOf, isRequest, resultOf } from './stanza.ts';

interface Service {
  readonly type: 'get' | 'set';
  readonly name: string;
  readonly ns: string;
  /** The recipient of the IQ: the sender's account (no `to`, or its bare JID), the server, or either of them. */
  readonly at: 'account' | 'server' | 'either';
  /** Answers the IQ, or returns the condition of an error. */
  serve(server: ServerState, resource: Resource, iq: XmlElement): ErrorCondition | undefined;
}

/** A service for senders without an account on this server. */
interface PublicService extends Service {
  serve(server: ServerState, sender: Pick<Resource, 'send'>, iq: XmlElement): ErrorCondition | undefined;
}

/** Services for any sender. */
const PUBLIC_SERVICES: readonly PublicService[] = [
  { type: 'get', name: 'query', ns: NS.version, at: 'either', serve: answerVersion },
  { type: 'get', name: 'query', ns: NS.discoInfo, at: 'server', serve: answerServerInfo },
  { type: 'get', name: 'query', ns: NS.discoItems, at: 'server', serve: answerNoItems },
  { type: 'get', name: 'ping', ns: NS.ping, at: 'either', serve: answerEmpty },
];

/** Services that the server provides for an account to its subscribers. */
const ACCOUNT_SERVICES: readonly PublicService[] = [
  { type: 'get', name: 'query', ns: NS.discoInfo, at: 'account', serve: answerAccountInfo },
];

/** All services. The server refuses other requests with `<service-unavailable/>`. */
const SERVICES: readonly Service[] = [
  { type: 'get', name: 'query', ns: NS.roster, at: 'account', serve: getRoster },
  { type: 'set', name: 'query', ns: NS.roster, at: 'account', serve: setRoster },
  { type: 'get', name: 'query', ns: NS.register, at: 'either', serve: showRegistration },
  { type: 'set', name: 'query', ns: NS.register, at: 'either', serve: changeRegistration },
  { type: 'set', name: 'command', ns: NS.commands, at: 'server', serve: runCommand },
  { type: 'set', name: 'session', ns: NS.session, at: 'either', serve: answerEmpty },
  ...PUBLIC_SERVICES,
  ...ACCOUNT_SERVICES,
];

/** Handles an IQ from a client. */
export function handleClientIq(server: ServerState, { resource, stanza: iq, to }: ClientStanza) {
  const isForServer = to?.full === server.domain;
  const isForAccount = to === undefined || to.full === resource.account.jid;
  const refusal = isValid(iq) ? undefined : 'bad-request';
  if (refusal) return resource.send(errorOf(iq, refusal));
  if (!isForServer && !isForAccount) return route(server, iq, resource);
  if (!isRequest(iq)) return;
  const service = findService(SERVICES, iq, isForServer ? 'server' : 'account');
  const condition = service ? service.serve(server, resource, iq) : 'service-unavailable';
  if (condition) resource.send(errorOf(iq, condition));
}

/** Answers an IQ, or delivers it to the resource of its `to`. Returns the condition of the error for its sender, if any. */
export function handleInboundIq(server: ServerState, iq: XmlElement, to: Jid): ErrorCondition | undefined {
  if (!isValid(iq)) return 'bad-request';
  if (to.full === server.domain) return servePublic(server, iq, findService(PUBLIC_SERVICES, iq, 'server'));
  const account = accountAt(server, to);
  if (account && to.resource === '') return serveForAccount(server, account, iq);
  const match = account?.resources.get(to.resource);
  if (!match || (isRequest(iq) && !sharesPresence(match, iq.attrs['from'] ?? ''))) return 'service-unavailable';
  match.send(iq);
  return undefined;
}

/**
 * Answers a request to a bare JID. It never reaches a resource, and the answer does not disclose whether there is one
 * (RFC 6121 8.5.2.1.3, 8.5.2.2.3). Except for roster requests, strangers get the answer of a missing account (XEP-0030 8).
 */
function serveForAccount(server: ServerState, account: Account, iq: XmlElement): ErrorCondition | undefined {
  if (isRosterRequest(iq)) return 'forbidden';
  const isTrusted = isSubscriber(account, parseJid(iq.attrs['from'] ?? '')?.bare ?? '');
  return isTrusted ? servePublic(server, iq, findService(ACCOUNT_SERVICES, iq, 'account')) : 'service-unavailable';
}

/** Answers a request that is not for the account of its sender. */
function servePublic(
  server: ServerState,
  iq: XmlElement,
  service: PublicService | undefined,
): ErrorCondition | undefined {
  return service ? service.serve(server, { send: (answer) => route(server, answer) }, iq) : 'service-unavailable';
}

/** Whether an IQ is valid: a request has an id and exactly one child (RFC 6120 8.2.3). */
function isValid(iq: XmlElement): boolean {
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

/** Whether an IQ reads or changes a roster, which only its owner may do (RFC 6121 2.1.5, 2.3.3). */
function isRosterRequest(iq: XmlElement): boolean {
  return isRequest(iq) && elements(iq)[0]?.ns === NS.roster;
}

/** Whether the sender has presence of a resource; otherwise its requests must not reach the resource (RFC 6121 8.5.3.1). */
function sharesPresence({ account, directed }: Resource, from: string): boolean {
  const sender = parseJid(from);
  if (!sender) return false;
  return isSubscriber(account, sender.bare) || directed.has(sender.full) || directed.has(sender.bare);
}

function answerEmpty(_server: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  send(resultOf(iq));
}

/** The server has no services of its own. Most clients ask at login (XEP-0030 4). */
function answerNoItems(_server: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  send(resultOf(iq, [element('query', NS.discoItems)]));
}

function answerVersion(server: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  const name = element('name', NS.version, {}, ['xmppspec reference']);
  send(resultOf(iq, [element('query', NS.version, {}, [name, element('version', NS.version, {}, [server.version])])]));
}

function answerServerInfo(_server: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  const offered = SERVICES.filter((service) => service.at !== 'account' && service.ns !== NS.session);
  const features = [...new Set(offered.map((service) => service.ns))].map((ns) =>
    element('feature', NS.discoInfo, { var: ns }),
  );
  const identity = element('identity', NS.discoInfo, { category: 'server', type: 'im', name: 'xmppspec reference' });
  send(resultOf(iq, [element('query', NS.discoInfo, {}, [identity, ...features])]));
}

/** Answers disco#info for a registered account (XEP-0030 8). */
function answerAccountInfo(_server: ServerState, { send }: Pick<Resource, 'send'>, iq: XmlElement): undefined {
  const identity = element('identity', NS.discoInfo, { category: 'account', type: 'registered' });
  const feature = element('feature', NS.discoInfo, { var: NS.discoInfo });
  send(resultOf(iq, [element('query', NS.discoInfo, {}, [identity, feature])]));
}

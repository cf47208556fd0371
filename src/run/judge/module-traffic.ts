// Stanzas by which modules of a server make themselves known to clients, beside what RFC 6121 asks for. The one place that
// knows them. Each row says who sends what, so closely that no violation passes for it: nothing that a client of the case
// has sent is a module's, and no presence or message between users is. Two extensions have no row on purpose. Carbons
// (XEP-0280) and archived messages (XEP-0313) come only to clients that ask for them, and no session does: a copy that
// comes without a request is a leak.

import type { TrafficModule } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { bareOf, domainOf, localOf, resourceOf } from '../../stanza/jid.ts';
import { child, elements, NS, text } from '../../stanza/xml.ts';

/** Where a stanza arrived. */
export interface Surroundings {
  /** The domain of the server. */
  readonly domain: string;
  /** The domain that the component plays, which may be a subdomain of the server's. */
  readonly remote: string | undefined;
  /** What the sessions of the case have sent. */
  readonly sent: () => readonly XmlElement[];
}

/** One kind of traffic. `ns` is the namespace that names it; undefined: plain text. */
interface Row {
  readonly module: TrafficModule;
  readonly ns?: string;
  readonly isFrom: (from: string | undefined, at: Surroundings) => boolean;
  readonly isShaped: (stanza: XmlElement, ns: string) => boolean;
}

const PUBSUB_EVENT = 'http://jabber.org/protocol/pubsub#event';
const MUC_USER = 'http://jabber.org/protocol/muc#user';

/** A question to a client, such as of XEP-0030 by a server that caches capabilities. */
const question = (module: TrafficModule, ns: string): Row => ({
  module,
  ns,
  isFrom: isServerOrAccount,
  isShaped: ({ name, attrs, ...iq }) => {
    const payload = elements({ name, attrs, ...iq });
    return name === 'iq' && attrs['type'] === 'get' && payload.length === 1 && payload[0]?.ns === ns;
  },
});

const ROWS: readonly Row[] = [
  question('disco', NS.discoInfo),
  question('disco', 'http://jabber.org/protocol/disco#items'),
  question('version', NS.version),
  question('last', 'jabber:iq:last'),
  question('time', NS.time),
  question('vcard', 'vcard-temp'),
  question('ping', NS.ping),
  { module: 'pep', ns: PUBSUB_EVENT, isFrom: isServerOrAccount, isShaped: isNotification },
  { module: 'muc', ns: MUC_USER, isFrom: isService, isShaped: (stanza, ns) => hasChild(stanza, ns) },
  { module: 'announcement', isFrom: isServer, isShaped: isAnnouncement },
];

/** The module that sends such a stanza by itself; undefined where none is known to. */
export function moduleOf(stanza: XmlElement, at: Surroundings): TrafficModule | undefined {
  const { from } = stanza.attrs;
  const row = ROWS.find(({ isFrom, isShaped, ns = '' }) => isShaped(stanza, ns) && isFrom(from, at));
  if (row === undefined || at.sent().some((one) => isSource(one, stanza, row.ns))) return undefined;
  return row.module;
}

/**
 * Whether the server sends such a stanza for itself, whatever it says: a question to a client, or anything else from its own address or
 * that of a service. No roster push is, no answer, and nothing of which the case has sent the like, or that comes from where it has sent
 * something.
 */
export function isOfServer(stanza: XmlElement, at: Surroundings): boolean {
  const { name, attrs } = stanza;
  const { from, type = '' } = attrs;
  const isAnswer = ['result', 'error'].includes(type);
  if (isAnswer || child(stanza, 'query', NS.roster) !== undefined) return false;
  const isFromThere = name === 'iq' ? isServerOrAccount(from, at) : isServer(from, at) || isService(from, at);
  const isCause = (sent: XmlElement) =>
    (from !== undefined && bareOf(sent.attrs['to'] ?? '') === bareOf(from)) ||
    elements(stanza).some(({ ns }) => isSource(sent, stanza, ns === NS.client ? undefined : ns));
  return isFromThere && !at.sent().some(isCause);
}

/** The server itself, with or without a resource: `domain/announce`. */
function isServer(from: string | undefined, { domain }: Surroundings): boolean {
  return from !== undefined && localOf(from) === '' && domainOf(from) === domain;
}

/** No address, the server, one of its services, or a bare JID: a client's stanzas carry a full JID. */
function isServerOrAccount(from: string | undefined, at: Surroundings): boolean {
  if (from === undefined) return true;
  return resourceOf(from) === '' && (domainOf(from) === at.domain || isService(from, at));
}

/** A component of the server, which is not the remote domain. */
function isService(from: string | undefined, { domain, remote }: Surroundings): boolean {
  const host = domainOf(from ?? '');
  return host.endsWith(`.${domain}`) && host !== remote;
}

const hasChild = (stanza: XmlElement, ns: string): boolean => elements(stanza).some((one) => one.ns === ns);

/** A notification of XEP-0163: an event, and nothing that a user writes. */
function isNotification(stanza: XmlElement, ns: string): boolean {
  const { name, attrs } = stanza;
  const isMessage = name === 'message' && attrs['type'] !== 'error' && attrs['type'] !== 'groupchat';
  return isMessage && child(stanza, 'event', ns) !== undefined && !hasChild(stanza, NS.client);
}

/** Words of the server to its user: a welcome, the message of the day, the notice of an administrator. */
function isAnnouncement({ name, attrs, ...message }: XmlElement): boolean {
  const isMessage = name === 'message' && attrs['type'] !== 'error' && attrs['type'] !== 'groupchat';
  return isMessage && wordsOf({ name, attrs, ...message }).length > 0;
}

const wordsOf = (message: XmlElement): readonly string[] =>
  elements(message).flatMap((one) => (['body', 'subject'].includes(one.name) ? [text(one).trim()] : []));

/**
 * Whether what a client sent may be the source of the stanza: the same extension or the same words stand in it. A request keeps its id
 * on its way (RFC 6120 8.1.3), so one with an id that no client has chosen is the server's own.
 */
function isSource(sent: XmlElement, stanza: XmlElement, ns: string | undefined): boolean {
  const { name, attrs } = stanza;
  if (name === 'iq' && attrs['id'] !== undefined && attrs['id'] !== sent.attrs['id']) return false;
  if (ns !== undefined) return hasChild(sent, ns);
  const words = wordsOf(stanza);
  return wordsOf(sent).some((word) => words.some((one) => one.includes(word)));
}

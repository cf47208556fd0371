// RFC 7622 in short: enough of address preparation to compare addresses.

/** An address in its parts; absent parts are empty. */
export interface Jid {
  readonly local: string;
  readonly domain: string;
  readonly resource: string;
  readonly bare: string;
  readonly full: string;
}

/** Octets that each part may have (RFC 7622 3.2 to 3.4). */
const MAX_PART_BYTES = 1023;
const FORBIDDEN_IN_LOCAL = /["&'/:<>@\s\p{Cc}]/u;
/** Unlike in a local part a colon may be there: an IPv6 literal has some. */
const FORBIDDEN_IN_DOMAIN = /["&'/<>@\s\p{Cc}]/u;
const FORBIDDEN_IN_RESOURCE = /\p{Cc}/u;

/** Reads an address; undefined when it is malformed. */
export function parseJid(source: string): Jid | undefined {
  const slash = source.indexOf('/');
  const address = slash < 0 ? source : source.slice(0, slash);
  const resource = slash < 0 ? '' : source.slice(slash + 1);
  if (slash >= 0 && !isResource(resource)) return undefined;
  const at = address.indexOf('@');
  const local = prepare(address.slice(0, Math.max(at, 0)));
  const domain = prepare(address.slice(at + 1));
  if (at >= 0 && !isLocal(local)) return undefined;
  if (!isPart(domain) || FORBIDDEN_IN_DOMAIN.test(domain)) return undefined;
  const bare = at < 0 ? domain : `${local}@${domain}`;
  return { local, domain, resource, bare, full: resource === '' ? bare : `${bare}/${resource}` };
}

/** An address without its resource. Reads by the separators alone; `parseJid` checks and folds. */
export function bareOf(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? jid : jid.slice(0, slash);
}

/** The resource of an address as it stands; empty without one. */
export function resourceOf(jid: string): string {
  return jid.slice(bareOf(jid).length + 1);
}

/** The local part of an address as it stands; empty without one. */
export function localOf(jid: string): string {
  return jid.slice(0, Math.max(bareOf(jid).indexOf('@'), 0));
}

/** The domain of an address as it stands. */
export function domainOf(jid: string): string {
  const bare = bareOf(jid);
  return bare.slice(bare.indexOf('@') + 1);
}

/** The actor of a session: sessions are named like full JIDs, `juliet/balcony`, and actors like bare ones. */
export function actorOf(session: string): string {
  return bareOf(session);
}

/** The name of the session of a client under test: the server's end of its stream. Cases for servers have none of this name. */
export const CLIENT = 'client';

/** Whether a session is that of a client under test: `romeo/client`. */
export const isClientRef = (session: string): boolean => resourceOf(session) === CLIENT;

/** Folds case and width, as comparing addresses wants it. */
export function prepare(part: string): string {
  return part.normalize('NFKC').toLowerCase();
}

/** Whether a prepared local part is a possible user name. */
export function isLocal(local: string): boolean {
  return isPart(local) && !FORBIDDEN_IN_LOCAL.test(local);
}

/** Whether a resource can be bound. */
export function isResource(resource: string): boolean {
  return isPart(resource) && !FORBIDDEN_IN_RESOURCE.test(resource);
}

function isPart(part: string): boolean {
  return part !== '' && Buffer.byteLength(part) <= MAX_PART_BYTES;
}

// XML text to XmlElement. Strict: well-formed, namespaces resolved, no DTD (RFC 6120 11.1), bounded depth.

import type { XmlElement, XmlNode } from '../model/xml.ts';
import { StreamParser } from './stream-parser.ts';
import { XmlError } from './xml-error.ts';

/** Namespaces by the names the standards use for them. */
export const NS = {
  client: 'jabber:client',
  component: 'jabber:component:accept',
  server: 'jabber:server',
  dialback: 'jabber:server:dialback',
  dialbackFeature: 'urn:xmpp:features:dialback',
  roster: 'jabber:iq:roster',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  streams: 'http://etherx.jabber.org/streams',
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  sasl2: 'urn:xmpp:sasl:2',
  auth: 'jabber:iq:auth',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  session: 'urn:ietf:params:xml:ns:xmpp-session',
  register: 'jabber:iq:register',
  registerFeature: 'http://jabber.org/features/iq-register',
  rosterver: 'urn:xmpp:features:rosterver',
  preApproval: 'urn:xmpp:features:pre-approval',
  commands: 'http://jabber.org/protocol/commands',
  admin: 'http://jabber.org/protocol/admin',
  data: 'jabber:x:data',
  ping: 'urn:xmpp:ping',
  version: 'jabber:iq:version',
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  delay: 'urn:xmpp:delay',
  time: 'urn:xmpp:time',
  /** What cases about clients say of a stream itself: see `stream-events.ts`. */
  stream: 'urn:xmppspec:stream',
  xml: 'http://www.w3.org/XML/1998/namespace',
} as const;

/** Makes an element; children may be elements or text. */
export function element(
  name: string,
  ns: string,
  attrs: Readonly<Record<string, string>> = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, ns, attrs, children };
}

/** Child elements, without the text between them. */
export function elements(parent: XmlElement): readonly XmlElement[] {
  return parent.children.filter((child): child is XmlElement => typeof child !== 'string');
}

/** First child element of that name (and namespace, when given). */
export function child(parent: XmlElement, name: string, ns?: string): XmlElement | undefined {
  return elements(parent).find((e) => e.name === name && (ns === undefined || e.ns === ns));
}

/** Character data of the element itself, joined. */
export function text(parent: XmlElement): string {
  return parent.children.filter((c) => typeof c === 'string').join('');
}

/**
 * Parses one element. Elements without a namespace are in `defaultNs`.
 * Throws `XmlError` with the place inside `source`.
 */
export function parseXml(source: string, defaultNs: string = NS.client): XmlElement {
  const [first, second] = readElements(source, defaultNs);
  if (first === undefined) throw new XmlError('not-one-element', 'no element there');
  if (second !== undefined) {
    throw new XmlError('not-one-element', `one element expected, <${second.name}> follows <${first.name}>`);
  }
  return first;
}

function readElements(source: string, defaultNs: string): readonly XmlElement[] {
  const root = `<r xmlns="${defaultNs}" xmlns:stream="${NS.streams}">`;
  const found: XmlElement[] = [];
  let failure: XmlError | undefined;
  let isWhole = false;
  const parser = new StreamParser({
    onStart: () => undefined,
    onElement: (complete) => found.push(complete),
    onEnd: () => {
      if (!isWhole) failure = new XmlError('ill-formed', 'an end tag has no start tag');
    },
    onError: ({ kind, message, line, col }) => {
      failure ??= new XmlError(kind, message, { line, col: line === 1 ? col - root.length : col });
    },
  });
  parser.write(`${root}${source}`);
  if (parser.innermost !== undefined) {
    failure ??= new XmlError('ill-formed', `unclosed tag: ${parser.innermost}`, lastLineOf(source));
  }
  isWhole = true;
  parser.write('</r>');
  if (failure) throw failure;
  return found;
}

const lastLineOf = (source: string) => ({ line: source.split('\n').length, col: 1 });

/** What two stanzas of one kind have in common: name, type and payloads. A key to group by, not a text to show. */
export function kindOf(stanza: XmlElement): string {
  const payloads = elements(stanza).map(({ name, ns }) => `${ns} ${name}`);
  return [stanza.name, stanza.attrs['type'] ?? '', ...payloads.sort()].join('\n');
}

/** The condition of a stanza error, its first child (RFC 6120 8.3.2): `bad-request`. */
export function errorCondition(stanza: XmlElement): string | undefined {
  const error = child(stanza, 'error');
  return error === undefined ? undefined : elements(error)[0]?.name;
}

/** The payload of an IQ: `ping`; for a `query` the last word of its namespace that is no version: `roster`, `disco#info`, `mam`. */
export function payloadName(iq: XmlElement): string | undefined {
  const [payload] = elements(iq);
  return payload?.name === 'query' ? payload.ns.split(/[:/]/).findLast((word) => !/^\d/.test(word)) : payload?.name;
}

/** White space at each end of a text with a line break in it. */
const INDENTED = [/^[ \t\r\n]*\n/, /\n[ \t\r\n]*$/] as const;

/** XML knows four characters of white space (XML 1.0 2.3); a wide blank is text. */
export const isBlank = (value: string): boolean => /^[ \t\r\n]*$/.test(value);

/**
 * The texts of a pattern and of an element, without layout: white space beside a child element, and at an end where the pattern
 * has a line break, because its author indents.
 */
export function textsOf(pattern: XmlElement, actual: XmlElement): readonly [string, string] {
  const both = [pattern, actual] as const;
  const isMixed = both.some((one) => elements(one).length > 0);
  const [first, last] = INDENTED.map((layout) => isMixed || layout.test(text(pattern)));
  const strip = (value: string) => {
    const rest = first ? value.trimStart() : value;
    return last ? rest.trimEnd() : rest;
  };
  return [strip(text(pattern)), strip(text(actual))];
}

// What a hostile server sends: stanzas at the wrong time, XML that is none, and texts without end.

import { NS } from '../stanza/xml.ts';
import type { Random } from './random.test-kit.ts';

/** Bytes that may be sent once, or without end: then `unit` repeats, and `tail` never comes. */
export interface Payload {
  readonly name: string;
  readonly head: Buffer;
  /** Empty where nothing repeats. */
  readonly unit: Buffer;
  readonly tail: Buffer;
  /** The stream goes on after it: it holds whole elements or white space, in UTF-8. */
  readonly isWellFormed: boolean;
}

/** The conditions of stream errors (RFC 6120 4.9.3). */
const STREAM_ERRORS = [
  'bad-format',
  'bad-namespace-prefix',
  'conflict',
  'connection-timeout',
  'host-gone',
  'host-unknown',
  'improper-addressing',
  'internal-server-error',
  'invalid-from',
  'invalid-namespace',
  'invalid-xml',
  'not-authorized',
  'not-well-formed',
  'policy-violation',
  'remote-connection-failed',
  'reset',
  'resource-constraint',
  'restricted-xml',
  'system-shutdown',
  'undefined-condition',
  'unsupported-encoding',
  'unsupported-feature',
  'unsupported-stanza-type',
  'unsupported-version',
  'x-no-such-condition',
] as const;

/** A stream error, and the end of the stream. */
export const streamError = (condition: string, inside = ''): string =>
  `<stream:error><${condition} xmlns='${NS.streamErrors}'>${inside}</${condition}></stream:error></stream:stream>`;

const sasl = (name: string, inside = ''): string => `<${name} xmlns='${NS.sasl}'>${inside}</${name}>`;

/** Whole elements that answer no request. */
const UNEXPECTED: Readonly<Record<string, (random: Random) => string>> = {
  'strange element': () => `<strange xmlns='urn:strange'/>`,
  'answer to nothing': (random) => `<iq type='result' id='${random.below(1e6)}'/>`,
  'error to nothing': (random) => `<iq type='error' id='${random.below(1e6)}'><error type='cancel'/></iq>`,
  'iq without id': () => `<iq type='get'><ping xmlns='${NS.ping}'/></iq>`,
  'iq of no type': () => `<iq id='x'/>`,
  'server ping': (random) => `<iq type='get' id='p${random.below(1e6)}'><ping xmlns='${NS.ping}'/></iq>`,
  'roster push': (random) =>
    `<iq type='set' id='r${random.below(1e6)}'><query xmlns='${NS.roster}'><item jid='x@y'/></query></iq>`,
  message: () => `<message from='x@y'><body>hello</body></message>`,
  presence: () => `<presence from='x@y/z'/>`,
  subscription: () => `<presence type='subscribe' from='x@y'/>`,
  'white space': () => ' \n\t ',
  features: () => `<stream:features/>`,
  proceed: () => `<proceed xmlns='${NS.tls}'/>`,
  'tls failure': () => `<failure xmlns='${NS.tls}'/>`,
  challenge: () => sasl('challenge', 'cj1hLHM9YSxpPTE='),
  'empty challenge': () => sasl('challenge'),
  success: () => sasl('success'),
  'sasl failure': () => sasl('failure', '<not-authorized/>'),
  bound: () => `<iq type='result' id='x'><bind xmlns='${NS.bind}'><jid>romeo@other/x</jid></bind></iq>`,
  'ack request': () => `<r xmlns='urn:xmpp:sm:3'/>`,
};

/** What breaks the rules of XML, of UTF-8, or of the stream. */
const ILL_FORMED: Readonly<Record<string, (random: Random) => string | Buffer>> = {
  unclosed: () => `<message><body></message>`,
  'closing tag': () => `</message>`,
  'double attribute': () => `<message id='a' id='b'/>`,
  'bare attribute': () => `<message id=1/>`,
  'bare ampersand': () => `<message><body>a & b</body></message>`,
  'unknown entity': () => `<message><body>&unknown;</body></message>`,
  'less-than in a value': () => `<message id='<'/>`,
  'end of CDATA': () => `<message><body>]]></body></message>`,
  comment: () => `<message><!-- x --></message>`,
  'processing instruction': () => `<?php x ?>`,
  'second XML declaration': () => `<?xml version='1.0'?>`,
  'document type': () => `<!DOCTYPE x SYSTEM 'file:///etc/passwd'>`,
  'billion laughs': () => `<!DOCTYPE x [<!ENTITY a 'ha'>${entities(9)}]><message>&e9;</message>`,
  'external entity': () => `<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><message>&a;</message>`,
  'control character': () => `<message><body>\u0007</body></message>`,
  'control reference': () => `<message><body>&#7;</body></message>`,
  nul: () => Buffer.of(0),
  'unbound prefix': () => `<a:message/>`,
  'prefixed attribute': () => `<message a:id='1'/>`,
  'bound to nothing': () => `<message xmlns:a=''/>`,
  'text in the stream': () => `hello`,
  'second root': (random) =>
    `<stream:stream xmlns='${NS.client}' xmlns:stream='${NS.streams}' id='${random.below(99)}'>`,
  'other root': () => `<?xml version='1.0'?><html>`,
  'UTF-16': () => Buffer.from(`<message/>`, 'utf16le'),
  'byte order mark': () => Buffer.of(0xef, 0xbb, 0xbf),
  'overlong UTF-8': () => Buffer.concat([Buffer.from('<message>'), Buffer.of(0xc0, 0xaf), Buffer.from('</message>')]),
  surrogate: () => Buffer.concat([Buffer.from('<message>'), Buffer.of(0xed, 0xa0, 0x80), Buffer.from('</message>')]),
  'Latin-1': () => Buffer.from('<message>caf\u00e9</message>', 'latin1'),
  'cut UTF-8': () => Buffer.concat([Buffer.from('<message>'), Buffer.of(0xf0, 0x9f)]),
  'random bytes': (random) => Buffer.from(Array.from({ length: 1 + random.below(200) }, () => random.below(256))),
  HTTP: () => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
  SSH: () => 'SSH-2.0-OpenSSH_9.2\r\n',
  'TLS alert': () => Buffer.of(0x15, 3, 3, 0, 2, 2, 40),
  'open markup': () => `<message to='`,
};

const entities = (depth: number): string =>
  Array.from(
    { length: depth },
    (_, at) => `<!ENTITY e${at + 1} '${`&${at === 0 ? 'a' : `e${at}`};`.repeat(10)}'>`,
  ).join('');

/** Endless payloads that make no whole element when they end after all. */
const NEVER_WHOLE = [
  'depth',
  'character reference',
  'entity name',
  'stream header',
  'comment',
  'processing instruction',
  'document type',
];

/** What can go on without end: head, what repeats, tail. */
const ENDLESS: Readonly<Record<string, readonly [head: string, unit: string, tail: string]>> = {
  text: [`<message><body>`, 'A'.repeat(1000), `</body></message>`],
  name: ['<', 'a'.repeat(1000), '/>'],
  'attribute value': [`<message id='`, 'a'.repeat(1000), `'/>`],
  'attribute name': ['<message ', 'a'.repeat(1000), `='1'/>`],
  depth: ['', '<a>', ''],
  children: ['<message>', '<a/>'.repeat(100), '</message>'],
  namespace: [`<message xmlns='`, 'u'.repeat(1000), `'/>`],
  'character reference': ['<message>&#', '0'.repeat(1000), '65;</message>'],
  'entity name': ['<message>&', 'a'.repeat(1000), ';</message>'],
  CDATA: ['<message><![CDATA[', 'a'.repeat(1000), ']]></message>'],
  'white space in markup': ['<message', ' '.repeat(1000), '/>'],
  'stream header': [`<?xml version='1.0'?><stream:stream xmlns='${NS.client}' a='`, 'a'.repeat(1000), `'>`],
  comment: ['<!--', 'a'.repeat(1000), '-->'],
  'processing instruction': ['<?x ', 'a'.repeat(1000), '?>'],
  'document type': ['<!DOCTYPE x [', `<!ENTITY a 'b'>`.repeat(50), ']>'],
  'closing tag': ['<message></message', ' '.repeat(1000), '>'],
};

/** Different attributes, as equal ones would be an error at once. */
const attributes = (): Payload => {
  const text = Array.from({ length: 20_000 }, (_, at) => ` a${at}='1'`).join('');
  return once('many attributes', `<message${text}/>`, true);
};

const bytesOf = (text: string | Buffer): Buffer => (typeof text === 'string' ? Buffer.from(text) : text);

const once = (name: string, text: string | Buffer, isWellFormed: boolean): Payload => ({
  name,
  head: bytesOf(text),
  unit: Buffer.alloc(0),
  tail: Buffer.alloc(0),
  isWellFormed,
});

/** A whole element; in a flood it comes again and again. */
export function unexpected(random: Random, name: string = random.pick(Object.keys(UNEXPECTED))): Payload {
  const unit = bytesOf(UNEXPECTED[name]?.(random) ?? '');
  return { name, head: Buffer.alloc(0), unit, tail: Buffer.alloc(0), isWellFormed: true };
}

export function illFormed(random: Random, name: string = random.pick(Object.keys(ILL_FORMED))): Payload {
  return once(name, ILL_FORMED[name]?.(random) ?? '', false);
}

export function endless(random: Random, name: string = random.pick([...Object.keys(ENDLESS), 'attributes'])): Payload {
  if (name === 'attributes') return attributes();
  const [head = '', unit = '', tail = ''] = ENDLESS[name] ?? [];
  return {
    name: `endless ${name}`,
    head: bytesOf(head),
    unit: bytesOf(unit),
    tail: bytesOf(tail),
    isWellFormed: !NEVER_WHOLE.includes(name),
  };
}

/** A stream error with the end of the stream. */
export function errorPayload(random: Random): Payload {
  const isRedirect = random.chance(0.2);
  const condition = isRedirect ? 'see-other-host' : random.pick(STREAM_ERRORS);
  const host = random.pick(['127.0.0.1:1', 'localhost', '[::1]:0', 'a b', '', 'x'.repeat(5000)]);
  return once(`stream error ${condition}`, streamError(condition, isRedirect ? host : ''), false);
}

/** The names of all endless payloads. */
export const endlessNames: readonly string[] = [...Object.keys(ENDLESS), 'attributes'];

/** The names of all ill-formed payloads. */
export const illFormedNames: readonly string[] = Object.keys(ILL_FORMED);

/** The payload with `unit` repeated to about `length` bytes; once where nothing repeats. */
export function written({ head, unit, tail }: Payload, length = 0): Buffer {
  const times = unit.length === 0 ? 0 : Math.max(1, Math.ceil(length / unit.length));
  return Buffer.concat([head, ...Array.from({ length: times }, () => unit), tail]);
}

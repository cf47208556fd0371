// A server that answers with fixed XML: as much of RFC 6120 as a login needs, and the rules that a test adds.

import { execFileSync } from 'node:child_process';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { vi } from 'vitest';
import type { Address } from '../model/target.ts';

export const PASSWORD = 'wherefore art thou 名';

const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='s1' from='localhost' version='1.0'>`;
const SASL = `xmlns='urn:ietf:params:xml:ns:xmpp-sasl'`;

/** A reply to received text that matches. The match is removed from the text. */
export type Rule = readonly [RegExp, (match: RegExpExecArray, connection: Connection) => string | undefined];

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

interface FakeOptions {
  readonly certificate?: Certificate;
  /** TLS from the first byte. */
  readonly direct?: boolean;
  readonly mechanisms?: readonly string[];
  /** The proof that the server sends at the end of SCRAM. */
  readonly proof?: 'right' | 'wrong' | 'none';
  /** Sends that proof as a challenge instead of with <success/>, as some servers do. */
  readonly proofAsChallenge?: boolean;
  /** Holds the header of the stream that TLS begins until whitespace follows that of the client. */
  readonly holdsHeader?: boolean;
  readonly rules?: readonly Rule[];
}

interface Connection {
  socket: Socket;
  isEncrypted: boolean;
  isAuthenticated: boolean;
  isHolding: boolean;
  scramFirst: string;
  keep(text: string): void;
}

export interface FakeServer {
  readonly address: Address;
  /** All text received so far, on all connections. */
  received(): string;
  /** Writes to every connection. */
  send(bytes: string | Buffer): void;
  /** Drops every connection. */
  drop(): void;
  stop(): Promise<void>;
}

/** A rule by which the server answers what matches with nothing, and a promise that resolves once it has read it. */
export function silentAt(pattern: RegExp): { readonly rule: Rule; readonly asked: Promise<void> } {
  let ask = () => {};
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const reply = () => {
    ask();
    return undefined;
  };
  return { rule: [pattern, reply], asked };
}

/** What comes of a wait for a silent server. Time stands still until it has been `asked`, and then passes at once. */
export async function expiring<T>(asked: Promise<void>, begin: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const ending = begin();
    // The end of the wait may come first, and is then the outcome.
    await Promise.race([asked, ending]);
    vi.runAllTimers();
    return await ending;
  } finally {
    vi.useRealTimers();
  }
}

/** A self-signed certificate for `domain`. */
export function makeCertificate(domain: string): Certificate {
  const args = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout - -out -'.split(' ');
  const names = ['-subj', `/CN=${domain}`, '-addext', `subjectAltName=DNS:${domain}`];
  const pem = execFileSync('openssl', [...args, ...names], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const at = pem.indexOf('-----BEGIN CERTIFICATE');
  return { key: pem.slice(0, at), cert: pem.slice(at) };
}

export async function startFakeServer(options: FakeOptions = {}): Promise<FakeServer> {
  const connections: Connection[] = [];
  let log = '';
  const server = createServer({ noDelay: true }, (socket) => {
    const keep = (text: string) => {
      log += text;
    };
    const flags = { isEncrypted: false, isAuthenticated: false, isHolding: false };
    const connection: Connection = { socket, ...flags, scramFirst: '', keep };
    connections.push(connection);
    if (options.direct) encrypt(connection, options);
    else talk(connection, options);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: { host: '127.0.0.1', port, domain: 'localhost', tls: 'plain', insecure: false },
    received: () => log,
    send: (bytes) => connections.forEach(({ socket }) => void socket.write(bytes)),
    drop: () => connections.forEach(({ socket }) => void socket.destroy()),
    stop: async () => {
      for (const { socket } of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function talk(connection: Connection, options: FakeOptions): void {
  const rules = [...(options.rules ?? []), ...standardRules(options)];
  const { socket } = connection;
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    text += bytes.toString('utf8');
    connection.keep(bytes.toString('utf8'));
    for (let found = firstMatch(rules, text); found !== undefined; found = firstMatch(rules, text)) {
      text = text.slice(found.match.index + found.match[0].length);
      const reply = found.reply(found.match, connection);
      if (reply !== undefined) socket.write(reply);
      if (reply?.includes('<proceed')) return encrypt(connection, options);
    }
  });
}

function firstMatch(rules: readonly Rule[], text: string) {
  const found = rules.flatMap(([pattern, reply]) => {
    const match = pattern.exec(text);
    return match === null ? [] : [{ match, reply }];
  });
  return found.sort((a, b) => a.match.index - b.match.index)[0];
}

function encrypt(connection: Connection, options: FakeOptions): void {
  connection.socket.removeAllListeners('data');
  connection.socket = new TLSSocket(connection.socket, { isServer: true, ...options.certificate });
  connection.isEncrypted = true;
  talk(connection, options);
}

function standardRules(options: FakeOptions): readonly Rule[] {
  return [
    [/<stream:stream [^>]*>/, (_, connection) => greet(connection, options)],
    [/^\s+/, (_, connection) => (connection.isHolding ? greet(connection, options) : undefined)],
    [/<\/stream:stream>/, (_, { socket }) => void socket.end('</stream:stream>')],
    [/<starttls [^>]*>/, () => `<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`],
    [/<auth [^>]*mechanism="PLAIN">([^<]*)<\/auth>/, plain],
    [/<auth [^>]*mechanism="SCRAM-[^>]*>([^<]*)<\/auth>/, scramFirst],
    [/<response [^>]*mechanism="SCRAM-SHA-(1|256)">([^<]+)<\/response>/, (match, c) => scramFinal(match, c, options)],
    [/<response [^>]*(\/>|><\/response>)/, (_, connection) => succeed(connection, '')],
    [/<iq [^>]*id="([^"]*)"[^>]*><bind[^>]*><resource>([^<]*)<\/resource><\/bind><\/iq>/, bound],
  ];
}

/** The header and the features, where they are not held. */
function greet(connection: Connection, options: FakeOptions): string | undefined {
  const { isEncrypted, isAuthenticated, isHolding } = connection;
  connection.isHolding = options.holdsHeader === true && isEncrypted && !isAuthenticated && !isHolding;
  return connection.isHolding ? undefined : `${HEADER}${features(connection, options)}`;
}

function features({ isEncrypted, isAuthenticated }: Connection, { certificate, direct, mechanisms }: FakeOptions) {
  const names = (mechanisms ?? ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256']).map(
    (name) => `<mechanism>${name}</mechanism>`,
  );
  const starttls = certificate && !direct && !isEncrypted ? `<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>` : '';
  const rest = isAuthenticated
    ? `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><ver xmlns='urn:xmpp:features:rosterver'/><sm xmlns='urn:xmpp:sm:3'/>`
    : `<mechanisms ${SASL}>${names.join('')}</mechanisms>`;
  return `<stream:features>${starttls}${rest}</stream:features>`;
}

const bound: Rule[1] = ([, id, resource]) =>
  `<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>juliet@localhost/${resource}</jid></bind></iq>`;

const decode = (base64 = ''): string => Buffer.from(base64, 'base64').toString('utf8');
const encode = (value: string): string => Buffer.from(value, 'utf8').toString('base64');

function succeed(connection: Connection, message: string): string {
  connection.isAuthenticated = true;
  return `<success ${SASL}>${encode(message)}</success>`;
}

const failed = `<failure ${SASL}><not-authorized/></failure>`;

const plain: Rule[1] = ([, message], connection) =>
  decode(message) === `\0juliet\0${PASSWORD}` ? succeed(connection, '') : failed;

const scramFirst: Rule[1] = ([, message], connection) => {
  const bare = decode(message).slice('n,,'.length);
  const first = `r=${bare.split('r=')[1]}server,s=${encode('salt')},i=64`;
  connection.scramFirst = `${bare},${first}`;
  return `<challenge ${SASL}>${encode(first)}</challenge>`;
};

function scramFinal([, size, message]: RegExpExecArray, connection: Connection, options: FakeOptions): string {
  const hash = `sha${size}`;
  const sign = (key: Buffer, value: string) => createHmac(hash, key).update(value).digest();
  const [unproven = '', proof] = decode(message).split(',p=');
  const exchange = `${connection.scramFirst},${unproven}`;
  const salted = pbkdf2Sync(PASSWORD, 'salt', 64, size === '1' ? 20 : 32, hash);
  const clientKey = sign(salted, 'Client Key');
  const signature = sign(createHash(hash).update(clientKey).digest(), exchange);
  if (proof !== Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64')) return failed;
  const key = options.proof === 'wrong' ? 'Other Key' : 'Server Key';
  const final = options.proof === 'none' ? '' : `v=${sign(sign(salted, key), exchange).toString('base64')}`;
  return options.proofAsChallenge ? `<challenge ${SASL}>${encode(final)}</challenge>` : succeed(connection, final);
}

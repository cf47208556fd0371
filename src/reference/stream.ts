// RFC 6120 4: one client stream, from its socket to stanzas.

import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { SecureContext } from 'node:tls';
import { TLSSocket } from 'node:tls';
import type { XmlElement } from '../model.ts';
import type { XmlError } from '../stanza/xml.ts';
import { element, NS, StreamParser, serialize } from '../stanza/xml.ts';
import { parseJid, prepare } from './jid.ts';
import type { Login } from './login.ts';
import { featuresFor, handleLogin } from './login.ts';
import { becomeUnavailable, unavailableOf } from './presence.ts';
import { handleStanza, isStanza, settle } from './router.ts';
import type { SaslStep } from './sasl.ts';
import { stamp } from './stanza.ts';
import type { Account, Resource, World } from './world.ts';

/** The language of this server's own texts, and what receivers inherit (RFC 6120 4.7.4). */
const LANGUAGE = 'en';
/** Room for the longest item that a scenario tries, 65536 characters in several groups, and then some. */
const MAX_STANZA_CHARACTERS = 1024 * 1024;
const ID_BYTES = 12;

/** Words of the parser's errors, and the stream error for each; anything else is not well-formed. */
const CONDITIONS: readonly (readonly [RegExp, string])[] = [
  [/not allowed in XMPP/, 'restricted-xml'],
  [/nested deeper|larger than/, 'policy-violation'],
];

/** One client stream. It ends itself when the socket does. */
export class ClientStream implements Login {
  readonly world: World;
  account: Account | undefined;
  sasl: SaslStep | undefined;
  failures = 0;
  readonly #secureContext: SecureContext | undefined;
  #socket: Socket;
  #parser: StreamParser;
  #resource: Resource | undefined;
  #language: string | undefined;
  #isOpen = false;
  #isEnded = false;

  /** Reads from the socket at once. With a `secureContext`, StartTLS is offered until it is used. */
  constructor(world: World, socket: Socket, secureContext: SecureContext | undefined) {
    this.world = world;
    this.#socket = socket;
    this.#secureContext = secureContext;
    this.#parser = this.#newParser();
    this.#attach(socket);
  }

  get canStartTls(): boolean {
    return this.#secureContext !== undefined && !(this.#socket instanceof TLSSocket);
  }

  send(sent: XmlElement): void {
    this.#write(serialize(sent));
  }

  restart(): void {
    this.#isOpen = false;
    this.#parser = this.#newParser();
  }

  startTls(): void {
    this.send(element('proceed', NS.tls));
    const plain = this.#socket;
    plain.removeAllListeners('data');
    this.#socket = new TLSSocket(plain, {
      isServer: true,
      ...(this.#secureContext && { secureContext: this.#secureContext }),
    });
    this.restart();
    this.#attach(this.#socket);
  }

  /** Binds a resource; one of the same name must go (RFC 6120 7.7.2.2). Returns the full JID. */
  bind(account: Account, name: string): string {
    account.resources.get(name)?.end('conflict');
    const resource: Resource = {
      account,
      name,
      jid: `${account.jid}/${name}`,
      interested: false,
      presence: undefined,
      priority: 0,
      directed: new Set(),
      send: (stanza) => this.send(stanza),
      end: (condition) => this.end(condition),
    };
    account.resources.set(name, resource);
    this.#resource = resource;
    return resource.jid;
  }

  end(condition: string, words?: string): void {
    if (!this.#isOpen) this.#sendHeader();
    const explanation = words === undefined ? [] : [element('text', NS.streamErrors, {}, [words])];
    this.send(element('error', NS.streams, {}, [element(condition, NS.streamErrors), ...explanation]));
    this.#close();
  }

  #attach(socket: Socket): void {
    const decoder = new StringDecoder('utf8');
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(decoder.write(chunk)));
    // Nothing to do here: 'close' follows, and without a listener the process would end.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#unbind());
  }

  /** A fault of this server ends the stream that met it and is told there; it never ends the process. */
  #read(characters: string): void {
    if (this.#isEnded) return;
    try {
      this.#parser.write(characters);
    } catch (error) {
      this.end('internal-server-error', String(error));
    }
  }

  #newParser(): StreamParser {
    const isCurrent = () => parser === this.#parser && !this.#isEnded;
    const parser: StreamParser = new StreamParser(
      {
        onStart: (root) => isCurrent() && this.#onHeader(root),
        onElement: (received) => isCurrent() && this.#onElement(received),
        onEnd: () => isCurrent() && this.#close(),
        onError: (error) => isCurrent() && this.end(conditionOf(error)),
      },
      MAX_STANZA_CHARACTERS,
    );
    return parser;
  }

  #onHeader(root: XmlElement) {
    this.#sendHeader();
    const condition = faultOf(root, this.world.domain);
    if (condition) return this.end(condition);
    this.#language = root.attrs['xml:lang'];
    this.send(featuresFor(this));
  }

  #onElement(received: XmlElement) {
    if (!this.#resource) return handleLogin(this, received);
    if (!isStanza(received)) return this.end('unsupported-stanza-type');
    const { from } = received.attrs;
    if (from !== undefined && !isAddressOf(this.#resource, from)) return this.end('invalid-from');
    handleStanza(this.world, this.#resource, this.#withLanguage(received));
  }

  /** The language of the sender's stream goes with the stanza where the receiver would assume another (RFC 6120 8.1.5). */
  #withLanguage(stanza: XmlElement): XmlElement {
    const language = this.#language;
    if (language === undefined || language === LANGUAGE || stanza.attrs['xml:lang'] !== undefined) return stanza;
    return stamp(stanza, { 'xml:lang': language });
  }

  #sendHeader(): void {
    this.#isOpen = true;
    const id = randomBytes(ID_BYTES).toString('hex');
    const names = `xmlns='${NS.client}' xmlns:stream='${NS.streams}'`;
    this.#write(
      `<?xml version='1.0'?><stream:stream ${names} from='${this.world.domain}' id='${id}' version='1.0' xml:lang='${LANGUAGE}'>`,
    );
  }

  #write(characters: string): void {
    if (!this.#isEnded && this.#socket.writable) this.#socket.write(characters);
  }

  #close(): void {
    this.#write('</stream:stream>');
    this.#isEnded = true;
    this.#socket.end();
    this.#unbind();
  }

  #unbind(): void {
    this.#isEnded = true;
    const resource = this.#resource;
    this.#resource = undefined;
    if (!resource) return;
    becomeUnavailable(this.world, resource, unavailableOf(resource));
    resource.account.resources.delete(resource.name);
    settle(this.world);
  }
}

/** A client may name its own bare or full JID as sender, and no other (RFC 6120 8.1.2.1). */
function isAddressOf(resource: Resource, from: string): boolean {
  const address = parseJid(from)?.full;
  return address === resource.jid || address === resource.account.jid;
}

function conditionOf(error: XmlError): string {
  return CONDITIONS.find(([words]) => words.test(error.message))?.[1] ?? 'not-well-formed';
}

/** What is wrong with a stream header (RFC 6120 4.7, 4.8), if anything. A missing `to` means this server. */
function faultOf({ name, ns, attrs }: XmlElement, domain: string): string | undefined {
  if (ns !== NS.streams) return 'invalid-namespace';
  if (name !== 'stream') return 'bad-format';
  if (!/^1\.\d+$/.test(attrs['version'] ?? '')) return 'unsupported-version';
  return prepare(attrs['to'] ?? domain) === domain ? undefined : 'host-unknown';
}

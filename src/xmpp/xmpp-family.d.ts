// The parts of the @xmpp family and of saslmechanisms that this room uses; they ship no types of their own.

declare module '@xmpp/client-core' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';
  import type { Element } from 'ltx';

  /** A raw socket, or the emitter that @xmpp/tls puts around one. */
  export type FamilySocket = Duplex | (EventEmitter & { readonly socket: Duplex | null });

  /** Emits `start` with the header, `element` with each child of the root, and `end`. */
  export interface FamilyParser extends EventEmitter {
    write(bytes: Uint8Array): void;
  }

  export class Client extends EventEmitter {
    constructor(options: { domain: string });
    timeout: number;
    status: string;
    socket: FamilySocket | null;
    parser: FamilyParser | null;
    /** The class of the parser for each stream; `connect` sets the library's own. */
    Parser: new () => FamilyParser;
    readonly options: { readonly domain: string };
    connect(service: string): Promise<void>;
    open(options: { domain: string }): Promise<void>;
    restart(): Promise<void>;
    write(text: string): Promise<void>;
    headerElement(): Element;
    socketParameters(service: string): object | undefined;
    _onData(bytes: Buffer): void;
    _attachSocket(socket: FamilySocket): void;
    _detachSocket(): void;
    _detachParser(): void;
  }
}

declare module '@xmpp/tcp' {
  import type { Client } from '@xmpp/client-core';
  export default function tcp(parts: { entity: Client }): void;
}

declare module '@xmpp/tls' {
  import type { Client } from '@xmpp/client-core';
  export default function tls(parts: { entity: Client }): void;
}

declare module '@xmpp/middleware' {
  import type { Client } from '@xmpp/client-core';
  import type { Element } from 'ltx';

  export interface Middleware {
    use(handler: (context: { readonly stanza: Element }, next: () => Promise<void>) => Promise<void>): void;
  }
  export default function middleware(parts: { entity: Client }): Middleware;
}

declare module '@xmpp/stream-features' {
  import type { Middleware } from '@xmpp/middleware';
  export interface StreamFeatures {
    use(name: string, ns: string, handler: () => Promise<void>): void;
  }
  export default function streamFeatures(parts: { middleware: Middleware }): StreamFeatures;
}

declare module '@xmpp/iq/caller.js' {
  import type { Client } from '@xmpp/client-core';
  import type { Middleware } from '@xmpp/middleware';
  import type { Element } from 'ltx';

  export interface IqCaller {
    /** Pending requests by id. */
    readonly handlers: ReadonlyMap<string, { readonly promise: Promise<Element>; reject(error: Error): void }>;
  }
  export default function iqCaller(parts: { entity: Client; middleware: Middleware }): IqCaller;
}

declare module '@xmpp/resource-binding' {
  import type { IqCaller } from '@xmpp/iq/caller.js';
  import type { StreamFeatures } from '@xmpp/stream-features';
  export default function resourceBinding(
    parts: { streamFeatures: StreamFeatures; iqCaller: IqCaller },
    resource: string,
  ): void;
}

declare module '@xmpp/sasl' {
  import type { StreamFeatures } from '@xmpp/stream-features';
  import type Factory from 'saslmechanisms';

  export interface SaslCredentials {
    readonly username: string;
    readonly password: string;
  }
  export type Authenticate = (credentials: SaslCredentials, mechanism: string) => Promise<void>;
  export default function sasl(
    parts: { streamFeatures: StreamFeatures; saslFactory: Factory },
    onAuthenticate: (authenticate: Authenticate, mechanisms: readonly string[]) => Promise<void>,
  ): void;
}

declare module 'saslmechanisms' {
  /** Messages are strings of octets: one character a byte. */
  export interface SaslMechanism {
    readonly name: string;
    readonly clientFirst: boolean;
    response(credentials: { readonly username: string; readonly password: string }): string | Promise<string>;
    challenge(message: string): void;
  }
  export default class Factory {
    use(name: string, mechanism: new () => SaslMechanism): this;
  }
}

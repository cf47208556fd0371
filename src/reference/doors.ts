// Where clients, the component and other servers connect.

import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { ClientStream, type SecureContextSource } from './client-stream.ts';
import { ComponentStream } from './incoming-component.ts';
import { IncomingStream } from './incoming-stream.ts';
import type { ServerState } from './server-state.ts';
import type { Servers, ServersOptions } from './servers.ts';

/** The ALPN protocol name of XMPP over direct TLS (XEP-0368 3). */
const ALPNProtocols = ['xmpp-client'];

interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** The listeners that a server has. */
export interface DoorOptions {
  /** Port to listen on; a free one when absent. */
  readonly port?: number;
  /** Makes a PEM key and certificate. With it StartTLS is offered; it is called once, at the first StartTLS. */
  readonly tls?: () => Promise<KeyAndCertificate>;
  /**
   * How clients come to TLS, where there is `tls`: they may ask for it, they must, or the port speaks it from the start (XEP-0368);
   * `starttls` when absent.
   */
  readonly tlsMode?: 'starttls' | 'required' | 'direct' | undefined;
  /** Port that speaks TLS from the start, 0 for a free one; needs `tls`. */
  readonly directTls?: number;
  /** A remote domain for which a component may connect (XEP-0114), and the port for it; a free one when absent. */
  readonly component?: { readonly domain: string; readonly secret: string; readonly port?: number };
  /** With it the server reaches other servers, and listens for them at that port; a free one when absent. */
  readonly s2s?: ServersOptions & { readonly port?: number };
}

/** The listeners of a server, by the names of their ports. */
export type DoorKind = 'port' | 'directTlsPort' | 'componentPort' | 's2sPort';

/** A listener and the port that it gets; a free one when undefined. */
interface Door {
  readonly kind: DoorKind;
  readonly listener: Server;
  readonly port: number | undefined;
}

/** Listeners for clients, the component and other servers. */
export async function doorsOf(
  state: ServerState,
  options: DoorOptions,
  others: Servers | undefined,
): Promise<readonly Door[]> {
  const { port, tls, tlsMode, directTls, component, s2s } = options;
  const { remote } = state;
  const secureContext = tls && memoize(async () => createSecureContext(await tls()));
  const accept = (context?: SecureContextSource) => (socket: Socket) => void new ClientStream(state, socket, context);
  const overTls = async (make: NonNullable<typeof tls>) => {
    const listener = createTlsServer({ ...(await make()), ALPNProtocols }, accept());
    return listener.on('tlsClientError', ({ message }) =>
      state.witness?.loginFailed?.({ condition: 'tls', why: message }),
    );
  };
  const isDirect = tls && tlsMode === 'direct';
  const first = isDirect ? await overTls(tls) : createServer(accept(secureContext));
  const doors: Door[] = [{ kind: 'port', listener: first, port }];
  if (tls && directTls !== undefined) {
    doors.push({ kind: 'directTlsPort', listener: await overTls(tls), port: directTls });
  }
  if (remote) {
    const listener = createServer((socket) => void new ComponentStream(state, remote, socket));
    doors.push({ kind: 'componentPort', listener, port: component?.port });
  }
  if (others) {
    const listener = createServer((socket) => void new IncomingStream(state, others, socket));
    doors.push({ kind: 's2sPort', listener, port: s2s?.port });
  }
  return doors;
}

/** Calls `make` at the first call only, and returns the same promise at all calls. */
function memoize<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

// The embedded reference server: RFC 6121 over real sockets, with its state in memory only.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../random/random.ts';
import { loadAppendixA } from '../spec/appendix-a.ts';
import { prepare } from '../stanza/jid.ts';
import { addAccount } from './account.ts';
import { type Control, controlOf } from './control.ts';
import { type DoorKind, type DoorOptions, doorsOf } from './doors.ts';
import type { Fault } from './fault.ts';
import { chooseOutcomes, type Mode } from './mode.ts';
import { saslMechanisms } from './sasl.ts';
import type { AccountKind, Limits, RemoteSide, ServerState, Witness } from './server-state.ts';
import { Servers } from './servers.ts';

/** RFC 6121 2.3.3 leaves these lengths to the server. An address part may have as many octets (RFC 7622 3.3). */
const DEFAULT_LIMITS: Limits = { name: 1023, group: 1023 };

/** An account that exists from the start. */
export interface Credentials {
  readonly local: string;
  readonly password: string;
}

export interface ReferenceOptions extends DoorOptions {
  /** The domain; `xmppspec.localhost` when absent. */
  readonly domain?: string;
  /** Address to listen on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** The first login of a name makes its account, by PLAIN, the one mechanism that shows the password; false when absent. */
  readonly isOpen?: boolean;
  /** Hears what clients do. */
  readonly witness?: Witness;
  /** Accounts that exist from the start. */
  readonly accounts?: readonly Credentials[];
  /** The version that XEP-0092 returns; `0` when absent. */
  readonly version?: string;
  /** Longest roster item name and group name, in characters. */
  readonly limits?: Partial<Limits>;
  /** SASL mechanisms offered, best first; SCRAM-SHA-256, SCRAM-SHA-1 and PLAIN when absent. */
  readonly mechanisms?: readonly string[];
  /** The fault of a mutant; the server conforms when absent. */
  readonly fault?: Fault | undefined;
  /** How the server behaves where the standard permits it to choose; strict when absent. */
  readonly mode?: Mode | undefined;
  /** The time in milliseconds after its login at which each client is asked for its version (XEP-0092); absent: never. */
  readonly asksAfterMs?: number | undefined;
  /** The time in milliseconds that each login takes, one after the other, as on a slow processor; none when absent. */
  readonly loginMs?: number | undefined;
  /** Seed of what happens at random in a mode; 1 when absent. */
  readonly seed?: number;
  /** The account that may use XEP-0133. */
  readonly admin?: Credentials;
  /** Accounts of other kinds than `ordinary`. */
  readonly special?: Readonly<Partial<Record<Exclude<AccountKind, 'ordinary'>, Credentials>>>;
}

export interface ReferenceServer {
  readonly host: string;
  readonly port: number;
  readonly directTlsPort?: number;
  readonly componentPort?: number;
  readonly s2sPort?: number;
  readonly domain: string;
  readonly control: Control;
  /**
   * Closes all sockets immediately, forgets who is online, and listens at the same ports again, with the same accounts. Rejects
   * when a port is in use.
   */
  restart(): Promise<void>;
  /** Closes all sockets immediately. Resolves when all are closed; never rejects. */
  stop(): Promise<void>;
}

/** Starts a server with the accounts of the options only. Rejects when a port is in use. */
export async function startReference(options: ReferenceOptions = {}): Promise<ReferenceServer> {
  const { host = '127.0.0.1' } = options;
  const state = createState(options);
  const opened = await open(state, options, {});
  let { stop } = opened;
  const restart = async () => {
    await stop();
    // The ends of all streams have made their resources unavailable.
    for (const { remoteAvailable } of state.accounts.values()) remoteAvailable.clear();
    ({ stop } = await open(state, options, opened.ports));
    state.hooks?.afterRestart?.(state);
  };
  const control = controlOf(state);
  return {
    host,
    domain: state.domain,
    control,
    ...opened.ports,
    port: opened.ports.port ?? 0,
    restart,
    stop: () => stop(),
  };
}

type Ports = Partial<Record<DoorKind, number>>;

/** Listens at the ports of the options, or at these, and opens the way to other servers. */
async function open(
  state: ServerState,
  options: ReferenceOptions,
  again: Ports,
): Promise<{ readonly ports: Ports; stop(): Promise<void> }> {
  const { host = '127.0.0.1' } = options;
  const others = options.s2s && new Servers(state, options.s2s);
  state.others = others;
  const sockets = new Set<Socket>();
  const doors = await doorsOf(state, options, others);
  const ports: Ports = {};
  for (const { kind, listener, port = 0 } of doors) {
    listener.on('connection', (socket: Socket) => track(sockets, socket));
    ports[kind] = await listen(listener, host, again[kind] ?? port);
  }
  const stop = () => {
    others?.close();
    const listeners = doors.map(({ listener }) => listener);
    return stopAll(listeners, sockets);
  };
  return { ports, stop };
}

function createState(options: ReferenceOptions): ServerState {
  const domain = prepare(options.domain ?? 'xmppspec.localhost');
  const { admin, component, special = {}, fault = {}, mode, seed = 1 } = options;
  const appendix = loadAppendixA();
  const prefix = randomBytes(4).toString('hex');
  let count = 0;
  const state: ServerState = {
    domain,
    version: options.version ?? '0',
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    mechanisms: options.mechanisms ?? (options.isOpen ? ['PLAIN'] : saslMechanisms()),
    appendix: fault.appendix?.(appendix) ?? appendix,
    delivery: new Map([...chooseOutcomes(), ...Object.entries(fault.delivery ?? {})]),
    hooks: fault.hooks,
    cell: undefined,
    cause: undefined,
    isNoisy: mode === 'noisy',
    isOverriding: mode === 'overriding',
    witness: options.witness,
    isOpen: options.isOpen === true,
    requiresTls: options.tlsMode === 'required',
    delays: mode === 'relaxed' ? createRandom(seed) : undefined,
    asksAfterMs: options.asksAfterMs,
    loginTurn: loginTurns(options.loginMs),
    accounts: new Map(),
    admin: admin && `${prepare(admin.local)}@${domain}`,
    remote: component && remoteSide(component),
    others: undefined,
    queue: [],
    uniqueId: () => `${prefix}-${++count}`,
  };
  for (const credentials of [...(admin ? [admin] : []), ...(options.accounts ?? [])])
    addAccount(state, credentials, 'ordinary');
  for (const kind of ['rosterless', 'roster-read-only', 'moved'] as const) {
    const credentials = special[kind];
    if (credentials) addAccount(state, credentials, kind);
  }
  return state;
}

/** Logins take turns of this length in milliseconds. */
function loginTurns(ms: number | undefined): ServerState['loginTurn'] {
  if (ms === undefined) return undefined;
  let last = Promise.resolve();
  return (job) => {
    last = last.then(() => sleep(ms)).then(job);
  };
}

function remoteSide({ domain, secret }: { readonly domain: string; readonly secret: string }): RemoteSide {
  return { domain: prepare(domain), secret, send: undefined };
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
}

async function listen(listener: Server, host: string, port: number): Promise<number> {
  listener.listen(port, host);
  await once(listener, 'listening');
  return (listener.address() as AddressInfo).port;
}

async function stopAll(listeners: readonly Server[], sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = listeners.filter((listener) => listener.listening).map((listener) => once(listener, 'close'));
  for (const listener of listeners) listener.close();
  for (const socket of sockets) socket.destroy();
  await Promise.all([...closed, ...[...sockets].map((socket) => socket.closed || once(socket, 'close'))]);
}

// A remote domain: one component (XEP-0114) that speaks for each user of a case, connected again where it was lost.

import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../model/problem.ts';
import type { ConnectOptions, Session } from '../model/session.ts';
import type { ComponentAddress, RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { fromComponent, toComponent } from '../stanza/component.ts';
import { bareOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { NS } from '../stanza/xml.ts';
import { isExpired, ProblemError, problemOf } from '../wording/problems.ts';
import { ComponentStream, isForeignProbe } from './component-stream.ts';
import { CLOSE_TIMEOUT_MS } from './deadline.ts';
import { HeldAnswers, HeldStream } from './held-answers.ts';
import { Inbox } from './inbox.ts';
import { type LoginLimits, negotiate } from './login.ts';
import type { OpenStreams } from './open-streams.ts';
import { type ComponentLink, RemoteSession } from './remote-session.ts';

/** Stanzas without a session that are kept of earlier connections: as many as one connection keeps. */
const MAX_KEPT = 1000;

/** Pauses before further attempts to join, in milliseconds: a server may hold the domain for a moment after it ended the stream. */
const PAUSES_MS = [100, 500];

/** Joins a server as a component. Rejects as `connectComponent` does. */
export async function joinRemoteDomain(address: ComponentAddress, options: ComponentOptions): Promise<RenewableDomain> {
  return new RenewableDomain(await connectComponent(address, options), address, options);
}

/**
 * A remote domain whose connection is replaced by a new one: after the server has ended it, and for a server that limits what one
 * connection may send. Where the server accepts no new one, there is none from then on.
 */
export class RenewableDomain implements RemoteDomain {
  readonly domain: string;
  readonly #address: ComponentAddress;
  readonly #options: ComponentOptions;
  #current: ComponentConnection;
  /** The next connection, on its way. */
  #joining: Promise<void> | undefined;
  /** Why the server accepted no new connection. */
  #refused: Problem | undefined;
  #isOver = false;
  readonly #losses: Problem[] = [];
  #earlier: readonly XmlElement[] = [];
  #unlisted = 0;
  #wasShared = false;

  constructor(first: ComponentConnection, address: ComponentAddress, options: ComponentOptions) {
    this.domain = address.domain;
    this.#current = first;
    this.#address = address;
    this.#options = options;
  }

  get unclaimedStanzas(): readonly XmlElement[] {
    return [...this.#earlier, ...this.#current.unclaimedStanzas];
  }

  get unlistedStanzas(): number {
    return this.#unlisted + this.#current.unlistedStanzas;
  }

  get isShared(): boolean {
    return this.#wasShared || this.#current.isShared;
  }

  get losses(): readonly Problem[] {
    const { lost } = this.#current;
    return lost === undefined ? this.#losses : [...this.#losses, lost];
  }

  readonly connect = async (login: ConnectOptions): Promise<Session> => {
    const isLost = this.#current.lost !== undefined && !this.#isOver;
    if (isLost || this.#joining !== undefined) await this.renew();
    return this.#current.connect(login);
  };

  /**
   * Closes the connection, which ends all sessions, and joins once more. Who calls it meanwhile gets the same connection. Rejects
   * with a `ProblemError` when the server refuses.
   */
  renew(): Promise<void> {
    this.#joining ??= this.#replace().finally(() => {
      this.#joining = undefined;
    });
    return this.#joining;
  }

  /** Closes the connection; there is none afterwards. Never rejects. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#joining?.catch(() => undefined);
    await this.#current.close();
  }

  async #replace(): Promise<void> {
    const { domain } = this;
    if (this.#refused !== undefined) throw new ProblemError({ kind: 'domain-ended', domain, cause: this.#refused });
    const before = this.#current;
    await before.close();
    try {
      this.#current = await this.#join();
    } catch (error) {
      this.#refused = problemOf(error);
      throw new ProblemError({ kind: 'domain-ended', domain, cause: this.#refused }, { cause: error });
    }
    if (before.lost !== undefined) this.#losses.push(before.lost);
    this.#wasShared ||= before.isShared;
    const all = [...this.#earlier, ...before.unclaimedStanzas];
    this.#unlisted += before.unlistedStanzas + Math.max(0, all.length - MAX_KEPT);
    this.#earlier = all.slice(0, MAX_KEPT);
  }

  /** Tries again after an error, but not after a timeout. */
  async #join(): Promise<ComponentConnection> {
    for (const ms of PAUSES_MS) {
      try {
        return await connectComponent(this.#address, this.#options);
      } catch (error) {
        if (this.#isOver || this.#options.signal?.aborted || isExpired(error)) throw error;
        await pause(ms);
      }
    }
    return connectComponent(this.#address, this.#options);
  }
}

/** How to join as a component. */
interface ComponentOptions extends LoginLimits {
  /** Who has the stream of the component. */
  readonly streams: OpenStreams;
}

/** A remote domain for as long as one stream of its component lasts. */
interface ComponentConnection extends Omit<RemoteDomain, 'losses'> {
  /** Why the stream ended; undefined while it is open, and after `close`. */
  readonly lost: Problem | undefined;
}

/**
 * Joins a server as a component. Rejects with a `ProblemError`: after `timeoutMs` at the latest, and when `signal`
 * aborts.
 */
export async function connectComponent(
  address: ComponentAddress,
  options: ComponentOptions,
): Promise<ComponentConnection> {
  const stream = new ComponentStream(address, options.streams);
  await negotiate(stream, options, (resolve) => stream.once('joined', resolve)).catch((error: unknown) => {
    throw refusalIn(error, stream) ?? error;
  });
  const sessions = new Set<RemoteSession>();
  const held = new HeldStream(stream, new HeldAnswers());
  const unclaimed = new Inbox({ onFlood: () => undefined });
  let unlisted = 0;
  let isShared = false;
  let isClosed = false;
  const link: ComponentLink = {
    domain: address.domain,
    timed: (answer) => held.timed(answer),
    write: (stanza) => stream.write(serialize(toComponent(stanza), { ns: NS.component })),
    leave: (session) => void sessions.delete(session),
  };
  stream.once('ended', (cause: Problem) => endAll(sessions, cause));
  stream.deliverTo((received) => {
    const stanza = fromComponent(received);
    isShared ||= isForeignProbe(stanza);
    const receiver = findReceiver(sessions, stanza.attrs['to'] ?? '');
    const isAnswer = receiver?.receive(stanza) === true;
    held.received({ isAnswer, isWaiting: [...sessions].some(({ isWaiting }) => isWaiting) });
    if (receiver !== undefined) return;
    if (unclaimed.admits(stanza)) unclaimed.put(stanza);
    else unlisted += 1;
  });
  return {
    domain: address.domain,
    get unclaimedStanzas() {
      return unclaimed.stanzas;
    },
    get unlistedStanzas() {
      return unlisted;
    },
    get isShared() {
      return isShared;
    },
    get lost() {
      return isClosed ? undefined : stream.ended;
    },
    connect: async (login) => {
      if (stream.ended !== undefined) {
        throw new ProblemError({ kind: 'domain-ended', domain: address.domain, cause: stream.ended });
      }
      if (login.signal?.aborted) throw new ProblemError({ kind: 'called-off' });
      requireFree(sessions, login);
      const session = new RemoteSession(link, login);
      sessions.add(session);
      return session;
    },
    close: () => {
      isClosed ||= stream.ended === undefined;
      return stream.shutDown(Math.min(options.timeoutMs, CLOSE_TIMEOUT_MS));
    },
  };
}

/** A stream error during the handshake as what it means: the server refuses the component (XEP-0114 3). */
function refusalIn(error: unknown, { endpoint: at, address: { domain } }: ComponentStream): ProblemError | undefined {
  const problem = problemOf(error);
  if (problem.kind !== 'phase-ended' || problem.phase !== 'handshake') return undefined;
  if (problem.cause.kind !== 'stream-error') return undefined;
  const { condition } = problem.cause;
  return new ProblemError({ kind: 'component-refused', at, domain, condition }, { cause: error });
}

function endAll(sessions: ReadonlySet<RemoteSession>, cause: Problem): void {
  for (const session of [...sessions]) session.end(cause);
}

function requireFree(sessions: ReadonlySet<RemoteSession>, { account, resource }: ConnectOptions): void {
  const jid = `${account.jid}/${resource}`;
  if ([...sessions].some((session) => session.jid === jid)) throw new ProblemError({ kind: 'session-exists', jid });
}

/**
 * The session with this address, or else the first one of its user: a stanza to an unknown resource reaches the remote
 * server, too, and the case must be able to judge it.
 */
function findReceiver(sessions: ReadonlySet<RemoteSession>, to: string): RemoteSession | undefined {
  const bareJid = bareOf(to).toLowerCase();
  const ofUser = [...sessions].filter((session) => session.bareJid.toLowerCase() === bareJid);
  return ofUser.find((session) => session.jid === to) ?? ofUser[0];
}

// A remote domain: one component (XEP-0114) that speaks for each user@domain/resource of a case.

import type { Problem } from '../model/problem.ts';
import type { ConnectOptions } from '../model/session.ts';
import type { ComponentAddress, RemoteDomain } from '../model/target.ts';
import { fromComponent, toComponent } from '../stanza/component.ts';
import { bareOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { NS } from '../stanza/xml.ts';
import { ProblemError, problemOf } from '../wording/problems.ts';
import { ComponentStream } from './component-stream.ts';
import { CLOSE_TIMEOUT_MS } from './deadline.ts';
import { HeldAnswers, HeldStream } from './held-answers.ts';
import { Inbox } from './inbox.ts';
import { type LoginLimits, negotiate } from './login.ts';
import type { OpenStreams } from './open-streams.ts';
import { type ComponentLink, RemoteSession } from './remote-session.ts';
import { isForeignProbe } from './sole-component.ts';

/** How to join as a component. */
export interface ComponentOptions extends LoginLimits {
  /** Who has the stream of the component. */
  readonly streams: OpenStreams;
}

/** A remote domain for as long as one stream of its component lasts. */
export interface ComponentConnection extends Omit<RemoteDomain, 'losses'> {
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
